#include "coding/record.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <iterator>

namespace realign::coding {
namespace {

constexpr std::array<std::string_view, kTypes> kTypeNames = {
    "AGREE",  "CONSULT", "SUPPORT",  "CONCEDE", "COOPERATE", "AID",      "RETREAT", "REQUEST",
    "ACCUSE", "REJECT",  "THREATEN", "PROTEST", "SANCTION",  "MOBILIZE", "COERCE",  "ASSAULT"};
constexpr std::array<std::string_view, 2> kPolarities = {"affirmed", "negated"};
constexpr std::array<std::string_view, 5> kModalities = {"actual", "intended", "demanded", "hypothetical",
                                                         "counterfactual"};
constexpr std::array<std::string_view, 9> kDomains = {"diplomatic",  "military", "security",
                                                      "economic",    "energy",   "societal",
                                                      "territorial", "domestic", "legal"};
constexpr std::array<std::string_view, 7> kClaims = {"trend",  "constraint", "conditional", "counterfactual",
                                                     "causal", "evaluation", "forecast"};
constexpr std::array<std::string_view, 7> kPrecisions = {"none",    "day",  "week",    "month",
                                                         "quarter", "year", "relative"};
constexpr std::array<std::string_view, 3> kQuotations = {"none", "direct", "indirect"};

template <typename Enum, std::size_t N>
bool find(const std::array<std::string_view, N>& names, std::string_view name, Enum& out) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) {
      out = static_cast<Enum>(i);
      return true;
    }
  return false;
}

constexpr auto kEscaped = [] {
  std::array<bool, 256> escaped{};
  for (std::size_t c = 0; c < 0x20; ++c) escaped[c] = true;
  escaped['"'] = escaped['\\'] = true;
  return escaped;
}();

// Runs of plain characters are copied whole: nearly all text is one.
void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!kEscaped[static_cast<unsigned char>(c)]) continue;
    out.append(text, from, i - from);
    from = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    }
  }
  out.append(text, from);
  out += '"';
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += '"';
  out += name;
  out += "\":";
  append_string(out, value);
  out += ',';
}

void append_name(std::string& out, std::string_view name) {  // of a list
  out += '"';
  out += name;
  out += "\":[";
}

void append_actors(std::string& out, std::string_view name, const std::vector<actors::Actor>& actors) {
  append_name(out, name);
  for (const auto& actor : actors) {
    out += '{';
    append_field(out, "country", actor.country);
    if (!actor.role.empty()) append_field(out, "role", actor.role);
    if (!actor.name.empty()) append_field(out, "name", actor.name);
    append_field(out, "text", actor.text);
    if (!actor.code.empty()) append_field(out, "code", actor.code);
    out.back() = '}';
    out += ',';
  }
  if (out.back() == ',') out.pop_back();
  out += "],";
}

void append_strings(std::string& out, std::string_view name, const std::vector<std::string>& values) {
  append_name(out, name);
  for (const auto& value : values) {
    append_string(out, value);
    out += ',';
  }
  if (out.back() == ',') out.pop_back();
  out += "],";
}

void append_attribution(std::string& out, const Attribution& attribution) {
  out += "\"attribution\":{";
  append_field(out, "speaker", attribution.speaker);
  append_field(out, "affiliation", attribution.affiliation);
  append_field(out, "country", attribution.country);
  out += attribution.named ? "\"named\":true," : "\"named\":false,";
  append_field(out, "quotation", to_string(attribution.quotation));
  out.back() = '}';
  out += ',';
}

template <typename Number>
void append_number(std::string& out, std::string_view name, Number number) {
  char digits[24];
  out += '"';
  out += name;
  out += "\":";
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_span(std::string& out, const Span& span) {
  append_number(out, "sentence", span.sentence);
  out += ',';
  append_number(out, "begin", span.begin);
  out += ',';
  append_number(out, "end", span.end);
}

void append_head(std::string& out, std::string_view kind, const std::string& document, const Span& span,
                 const std::string& text) {
  out += '{';
  append_field(out, "kind", kind);
  append_field(out, "document", document);
  append_span(out, span);
  out += ',';
  append_field(out, "text", text);
}

}  // namespace

std::string_view to_string(Type v) {
  return kTypeNames[static_cast<std::size_t>(v)];
}
std::string_view to_string(Polarity v) {
  return kPolarities[static_cast<std::size_t>(v)];
}
std::string_view to_string(Modality v) {
  return kModalities[static_cast<std::size_t>(v)];
}
std::string_view to_string(Domain v) {
  return kDomains[static_cast<std::size_t>(v)];
}
std::string_view to_string(ClaimKind v) {
  return kClaims[static_cast<std::size_t>(v)];
}
std::string_view to_string(Precision v) {
  return kPrecisions[static_cast<std::size_t>(v)];
}
std::string_view to_string(Quotation v) {
  return kQuotations[static_cast<std::size_t>(v)];
}

bool from_string(std::string_view name, Type& out) {
  if (name == "YIELD") {
    out = Type::CONCEDE;
    return true;
  }
  return find(kTypeNames, name, out);
}
bool from_string(std::string_view name, Polarity& out) {
  return find(kPolarities, name, out);
}
bool from_string(std::string_view name, Modality& out) {
  return find(kModalities, name, out);
}
bool from_string(std::string_view name, Domain& out) {
  return find(kDomains, name, out);
}
bool from_string(std::string_view name, ClaimKind& out) {
  return find(kClaims, name, out);
}
bool from_string(std::string_view name, Precision& out) {
  return find(kPrecisions, name, out);
}
bool from_string(std::string_view name, Quotation& out) {
  return find(kQuotations, name, out);
}

void append_json(std::string& out, const Event& event) {
  append_head(out, "event", event.document, event.span, event.text);
  append_actors(out, "source", event.source);
  append_actors(out, "target", event.target);
  append_field(out, "type", to_string(event.type));
  append_field(out, "mode", event.mode);
  append_strings(out, "context", event.context);
  if (!event.cameo.empty()) append_field(out, "cameo", event.cameo);
  append_field(out, "domain", to_string(event.domain));
  append_field(out, "polarity", to_string(event.polarity));
  append_field(out, "modality", to_string(event.modality));
  out += "\"date\":{";
  append_field(out, "from", event.date.from);
  append_field(out, "to", event.date.to);
  append_field(out, "precision", to_string(event.date.precision));
  append_field(out, "text", event.date.text);
  out.back() = '}';
  out += ',';
  append_attribution(out, event.attribution);
  append_field(out, "chain", event.chain);
  if (!event.mentions.empty()) {
    out += "\"mentions\":[";
    for (const auto& span : event.mentions) {
      out += '{';
      append_span(out, span);
      out += "},";
    }
    out.back() = ']';
    out += ',';
  }
  fmt::format_to(std::back_inserter(out), "\"score\":{:.3g},\"confidence\":{:.2f}}}", event.score,
                 event.confidence);
}

void append_json(std::string& out, const Claim& claim) {
  append_head(out, "claim", claim.document, claim.span, claim.text);
  append_strings(out, "about", claim.about);
  append_field(out, "claim", to_string(claim.claim));
  append_field(out, "direction", claim.direction);
  append_field(out, "condition", claim.condition);
  append_attribution(out, claim.attribution);
  fmt::format_to(std::back_inserter(out), "\"confidence\":{:.2f}}}", claim.confidence);
}

}  // namespace realign::coding
