// An article with its records, and how they came about.
#include "ledger/parts.h"
#include "serve/answers.h"

namespace realign::serve {
namespace {

std::vector<std::tuple<std::int64_t, std::size_t, std::size_t>> sentences_of(const Context& c,
                                                                             const std::string& id) {
  std::vector<std::tuple<std::int64_t, std::size_t, std::size_t>> out;
  SQLite::Statement rows(
      c.ledger.parts().db,
      "SELECT sentence, begin, \"end\" FROM sentences WHERE document = (SELECT number FROM "
      "documents WHERE id = ?1 OR hash = ?1 ORDER BY number LIMIT 1) ORDER BY sentence");
  rows.bind(1, id);
  while (rows.executeStep())
    out.emplace_back(rows.getColumn(0).getInt64(), static_cast<std::size_t>(rows.getColumn(1).getInt64()),
                     static_cast<std::size_t>(rows.getColumn(2).getInt64()));
  return out;
}

}  // namespace

ordered_json document(const Context& c, const std::string& id) {
  const auto document = c.ledger.document(id);
  if (!document) return nullptr;
  ordered_json j{{"id", document->id},
                 {"title", document->title},
                 {"outlet", document->outlet},
                 {"url", document->url},
                 {"date", document->date ? text::format_date(*document->date) : ""},
                 {"text", document->text}};
  j["sentences"] = ordered_json::array();
  for (const auto& [sentence, begin, end] : sentences_of(c, id))
    j["sentences"].push_back({{"sentence", sentence}, {"begin", begin}, {"end", end}});
  // As they were read: what was corrected stands beside.
  auto plain = ledger::Ledger::again(c.ledger.path());
  plain.apply_corrections(false);
  ledger::Filter filter;
  filter.document = document->id;
  filter.newest_first = false;
  j["events"] = j["claims"] = j["corrections"] = ordered_json::array();
  plain.events(filter, [&](const ledger::EventRow& r) {
    j["events"].push_back(row_of(r));
    return true;
  });
  plain.claims(filter, [&](const ledger::ClaimRow& r) {
    j["claims"].push_back(row_of(r));
    return true;
  });
  ledger::CorrectionFilter corrections;
  corrections.document = document->id;
  ledger::corrections(plain, corrections, [&](const ledger::Correction& correction) {
    j["corrections"].push_back(ordered_json::parse(to_json(correction)));
    return true;
  });
  return j;
}

ordered_json explain(const Context& c, const std::string& id, const Query& q) {
  only(q, {"sentence"});
  if (text_of(q, "sentence").empty()) throw Bad{"sentence is missing"};
  const auto wanted = static_cast<std::size_t>(number_of(q, "sentence", 0, INT32_MAX, 0));
  const auto document = c.ledger.document(id);
  if (!document) return nullptr;
  const auto& works = c.shared.works();
  const auto coded = works.work(*document, true);
  if (wanted >= coded.sentences.size())
    throw Bad{"'" + id + "' has " + std::to_string(coded.sentences.size()) + " sentences, numbered from 0"};
  const auto& text = coded.document.text;
  const text::CodePointIndex points(text);
  const auto& s = coded.sentences[wanted];
  ordered_json j{{"document", document->id},
                 {"sentence", wanted},
                 {"begin", points.at(s.begin)},
                 {"end", points.at(s.end)},
                 {"text", text.substr(s.begin, s.end - s.begin)},
                 {"parsed", s.parsed},
                 {"words", ordered_json::array()},
                 {"actors", ordered_json::array()},
                 {"steps", ordered_json::array()}};
  for (std::size_t i = 0; i < s.words.size(); ++i) {
    const auto& w = s.words[i];
    ordered_json word{{"id", i + 1}, {"form", w.form}};
    if (s.parsed)
      word.update({{"lemma", w.lemma},
                   {"upos", to_string(w.upos)},
                   {"xpos", w.xpos},
                   {"head", w.head + 1},
                   {"deprel", to_string(w.deprel)},
                   {"confidence", w.confidence}});
    word.update({{"begin", points.at(w.begin)}, {"end", points.at(w.end)}});
    j["words"].push_back(std::move(word));
  }
  if (s.parsed) {
    const auto cast = works.coder().world().cast(coded.document, coded.sentences);
    for (const auto& m : cast.in_sentence(static_cast<int>(wanted))) {
      const auto begin = s.words[static_cast<std::size_t>(m.first)].begin,
                 end = s.words[static_cast<std::size_t>(m.last)].end;
      ordered_json who = ordered_json::array();
      for (const auto& a : m.actors)
        who.push_back({{"country", a.country}, {"role", a.role}, {"name", a.name}});
      j["actors"].push_back({{"first", m.first + 1},
                             {"last", m.last + 1},
                             {"text", text.substr(begin, end - begin)},
                             {"place", m.place},
                             {"actors", std::move(who)}});
    }
  }
  if (wanted < coded.why.sentences.size())
    for (const auto& line : coded.why.sentences[wanted]) j["steps"].push_back(line);
  return j;
}

}  // namespace realign::serve
