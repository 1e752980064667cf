#include "options.h"

#include <unistd.h>

#include "coding/record.h"
#include "text/error.h"

namespace realign::app {
namespace {

template <typename Enum>
CLI::Validator one_of_names(const std::string& what) {
  return CLI::Validator(
      [what](std::string& value) {
        Enum parsed{};
        return coding::from_string(value, parsed) ? std::string() : "no " + what + " '" + value + "'";
      },
      what, what);
}

}  // namespace

CLI::Validator is_date() {
  return CLI::Validator(
      [](std::string& value) {
        return text::parse_date(value) ? std::string() : "'" + value + "' is no date (YYYY-MM-DD)";
      },
      "DATE", "date");
}
CLI::Validator is_type() {
  return one_of_names<coding::Type>("TYPE");
}
CLI::Validator is_domain() {
  return one_of_names<coding::Domain>("DOMAIN");
}
CLI::Validator is_claim() {
  return one_of_names<coding::ClaimKind>("CLAIM");
}
CLI::Validator is_polarity() {
  return one_of_names<coding::Polarity>("POLARITY");
}
CLI::Validator is_modality() {
  return one_of_names<coding::Modality>("MODALITY");
}

void add_ledger(CLI::App& verb, std::string& path) {
  verb.add_option("--ledger", path, "The ledger's file (else $REALIGN_LEDGER, else in the XDG data folder)");
}

void add_corrections_choice(CLI::App& verb) {
  verb.add_option_function<std::string>(
          "--corrections",
          [](const std::string& choice) { ledger::Ledger::heed_corrections(choice == "apply"); },
          "apply: what readers marked wrong is left out, or read as corrected (default); ignore")
      ->check(CLI::IsMember({"apply", "ignore"}));
}

void add_format(CLI::App& verb, std::string& name) {
  verb.add_option("--format", name, "table, jsonl or csv (tables on a terminal, JSON Lines in a pipe)")
      ->check(CLI::IsMember({"table", "jsonl", "csv"}));
}

Format format_of(const std::string& name) {
  if (name == "table") return Format::table;
  if (name == "csv") return Format::csv;
  if (name == "jsonl") return Format::jsonl;
  return isatty(STDOUT_FILENO) != 0 ? Format::table : Format::jsonl;
}

void add_filter(CLI::App& verb, FilterOptions& o, bool events) {
  verb.add_option("actor", o.actors,
                  "Countries, blocs or regions, by name or code; two make a dyad, either way round");
  verb.add_option("--from", o.from, "First day")->check(is_date());
  verb.add_option("--to", o.to, "Last day")->check(is_date());
  verb.add_option("--speaker", o.speaker, "Part of the name or words of whoever said it");
  verb.add_option("--words", o.words, "Words of the sentence; a phrase in double quotes");
  verb.add_option("--document", o.document, "The document's name");
  verb.add_option("--limit", o.limit, "At most this many records")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000000}));
  if (events) {
    verb.add_option("--source", o.source, "Only acts by this actor");
    verb.add_option("--target", o.target, "Only acts upon this actor");
    verb.add_option("--type", o.types, "PLOVER types")->check(is_type())->delimiter(',');
    verb.add_option("--domain", o.domains, "Domains")->check(is_domain())->delimiter(',');
    verb.add_option("--polarity", o.polarity, "affirmed or negated")->check(is_polarity());
    verb.add_option("--modality", o.modality, "actual, intended, demanded, hypothetical or counterfactual")
        ->check(is_modality());
    verb.add_option("--chain", o.chain, "Name of a story");
    verb.add_flag("--distinct", o.distinct, "One record for each act, however many articles tell it");
  } else {
    verb.add_option("--kind", o.claims, "Kinds of claim")->check(is_claim())->delimiter(',');
  }
}

std::vector<std::string> codes_of(const std::string& what, const actors::World& world) {
  const std::string code = world.code_of(what);
  if (code.empty()) throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
  std::vector<std::string> codes{code};
  if (!world.is_state(code))
    for (auto& member : world.members_of(code, std::nullopt)) codes.push_back(std::move(member));
  return codes;
}

ledger::Filter filter_of(const FilterOptions& o, const actors::World& world) {
  ledger::Filter f;
  if (o.actors.size() > 2)
    throw text::Error("'" + o.actors[2] + "'", "two actors make a dyad; a third is one too many");
  if (o.actors.size() == 1) f.actors = codes_of(o.actors[0], world);
  if (o.actors.size() == 2) {
    f.sources = codes_of(o.actors[0], world);
    f.targets = codes_of(o.actors[1], world);
    f.undirected = true;
  }
  if (!o.source.empty()) f.sources = codes_of(o.source, world);
  if (!o.target.empty()) f.targets = codes_of(o.target, world);
  const auto names = [](const std::vector<std::string>& list, auto& out) {
    for (const auto& name : list) {
      typename std::decay_t<decltype(out)>::value_type value{};
      if (coding::from_string(name, value)) out.push_back(value);
    }
  };
  names(o.types, f.types);
  names(o.domains, f.domains);
  names(o.claims, f.claims);
  if (coding::Polarity p{}; coding::from_string(o.polarity, p)) f.polarity = p;
  if (coding::Modality m{}; coding::from_string(o.modality, m)) f.modality = m;
  f.from = o.from;
  f.to = o.to;
  f.speaker = o.speaker;
  f.words = o.words;
  f.document = o.document;
  f.chain = o.chain;
  f.distinct = o.distinct;
  f.limit = o.limit;
  return f;
}

}  // namespace realign::app
