// Records: what the coder finds. An Event says who did (or will do, was asked to do, did not do) what to
// whom; a Claim is a sentence's judgement of how things stand. Both carry the characters that they were read
// from and on whose word.
//
// Offsets are code points into the document's text, end exclusive. The JSON form is DESIGN.md's, version 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actor.h"

namespace realign::coding {

// The 16 PLOVER types (PLOVER 0.8 codebook). CONCEDE is also called YIELD; RETREAT is its military kind.
enum class Type : std::uint8_t {
  AGREE,      // agree to cooperate, sign, promise to work together
  CONSULT,    // meet, visit, telephone, negotiate
  SUPPORT,    // praise, back, recognise, defend by word
  CONCEDE,    // yield, release, ease, accept a demand, reform under pressure
  COOPERATE,  // work together in fact: share intelligence, joint exercise, trade
  AID,        // give money, arms, relief, shelter, protection
  RETREAT,    // withdraw, cease fire, surrender
  REQUEST,    // ask, demand, urge
  ACCUSE,     // criticise, blame, sue, investigate
  REJECT,     // refuse, veto, deny a request
  THREATEN,   // warn of force or of sanctions
  PROTEST,    // demonstrate, strike, riot
  SANCTION,   // embargo, cut relations, expel, suspend aid
  MOBILIZE,   // raise or move forces without using them
  COERCE,     // arrest, seize, ban, annex, coerce short of violence
  ASSAULT,    // attack, invade, kill, bomb
};
inline constexpr std::size_t kTypes = 16;

enum class Polarity : std::uint8_t { affirmed, negated };
enum class Modality : std::uint8_t {
  actual,          // done, or being done
  intended,        // pledged, planned, will
  demanded,        // asked of the other side
  hypothetical,    // may, might, if
  counterfactual,  // would have
};
enum class Domain : std::uint8_t {
  diplomatic,
  military,
  security,
  economic,
  energy,
  societal,
  territorial,
  domestic,
  legal
};
enum class ClaimKind : std::uint8_t {
  trend,
  constraint,
  conditional,
  counterfactual,
  causal,
  evaluation,
  forecast
};
enum class Precision : std::uint8_t { none, day, week, month, quarter, year, relative };
enum class Quotation : std::uint8_t { none, direct, indirect };

std::string_view to_string(Type);
std::string_view to_string(Polarity);
std::string_view to_string(Modality);
std::string_view to_string(Domain);
std::string_view to_string(ClaimKind);
std::string_view to_string(Precision);
std::string_view to_string(Quotation);
// False if the name is unknown (`out` untouched). Type takes YIELD for CONCEDE.
bool from_string(std::string_view, Type& out);
bool from_string(std::string_view, Polarity& out);
bool from_string(std::string_view, Modality& out);
bool from_string(std::string_view, Domain& out);
bool from_string(std::string_view, ClaimKind& out);
bool from_string(std::string_view, Precision& out);
bool from_string(std::string_view, Quotation& out);

// A span of days. `from` and `to` are ISO days (inclusive), empty for precision none or relative.
struct When {
  std::string from, to;
  Precision precision = Precision::none;
  std::string text;  // the words: "in August"; empty where the date is the document's own
};

struct Attribution {
  std::string speaker =
      "narrator";           // "narrator", a name ("Temur Umarov"), or the words ("several officials")
  std::string affiliation;  // "Carnegie Center for International Peace", "government"
  std::string country;      // code as in Actor
  bool named = false;
  Quotation quotation = Quotation::none;
};

struct Span {
  int sentence = 0;                // 0-based
  std::size_t begin = 0, end = 0;  // code points
};

struct Event {
  std::string document;
  Span span;         // the clause
  std::string text;  // its characters
  std::vector<actors::Actor> source, target;
  Type type = Type::CONSULT;
  std::string mode;  // PLOVER mode, or ""
  std::vector<std::string> context;
  std::string cameo;  // or ""
  Domain domain = Domain::diplomatic;
  Polarity polarity = Polarity::affirmed;
  Modality modality = Modality::actual;
  When date;
  Attribution attribution;
  std::string chain;           // name of the story within the document, or ""
  std::vector<Span> mentions;  // further places of the document that tell the same act
  double score = 0;  // Goldstein's scale, -10..10, times factors for polarity and modality (data/scores.tsv)
  double confidence = 0;  // 0..1
};

struct Claim {
  std::string document;
  Span span;
  std::string text;
  std::vector<std::string> about;  // codes as in Actor
  ClaimKind claim = ClaimKind::evaluation;
  std::string direction;  // "weaker influence", "loosening" ..., or ""
  std::string condition;  // the if-part, or ""
  Attribution attribution;
  double confidence = 0;
};

// One JSON object on one line, without the newline, appended to `out`.
void append_json(std::string& out, const Event& event);
void append_json(std::string& out, const Claim& claim);

}  // namespace realign::coding
