#include "exchange/rows.h"

#include <fmt/format.h>

#include <string_view>

namespace realign::exchange {

std::string side_of(const std::vector<actors::Actor>& list) {
  std::string out;
  for (const auto& a : list) {
    if (!out.empty()) out += "+";
    out += a.country.empty() ? (a.name.empty() ? a.text : a.name) : a.country;
    if (!a.role.empty() && !a.country.empty()) out.append(1, ' ').append(a.role);
  }
  return out;
}

std::string csv_cell(const std::string& text) {
  std::string out = "\"";
  // A leading = + - @ would be run as a formula by spreadsheets.
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string csv_head(bool events) {
  return events ? "id,act,articles,day,source,target,type,mode,domain,polarity,modality,score,confidence,"
                  "speaker,"
                  "chain,text,"
                  "sentence,document,title,outlet,published,url\n"
                : "id,day,about,claim,direction,speaker,confidence,text,sentence,document,title,outlet,"
                  "published,url\n";
}

std::string csv_line(const ledger::EventRow& r) {
  const auto& e = r.event;
  std::string line = fmt::format("{},{},{},{}", r.id, r.act, r.articles, r.day);
  for (const auto& field : {side_of(e.source), side_of(e.target), std::string(to_string(e.type)), e.mode,
                            std::string(to_string(e.domain)), std::string(to_string(e.polarity)),
                            std::string(to_string(e.modality))})
    line.append(1, ',').append(csv_cell(field));
  line += fmt::format(",{:.3g},{:.2f}", e.score, e.confidence);
  for (const auto& field : {e.attribution.speaker, e.chain, e.text, r.sentence, r.source.id, r.source.title,
                            r.source.outlet, r.source.date, r.source.url})
    line.append(1, ',').append(csv_cell(field));
  return line + "\n";
}

std::string csv_line(const ledger::ClaimRow& r) {
  const auto& c = r.claim;
  std::string about, line = fmt::format("{},{}", r.id, r.day);
  for (const auto& code : c.about) about += (about.empty() ? "" : " ") + code;
  for (const auto& field : {about, std::string(to_string(c.claim)), c.direction, c.attribution.speaker})
    line.append(1, ',').append(csv_cell(field));
  line += fmt::format(",{:.2f}", c.confidence);
  for (const auto& field :
       {c.text, r.sentence, r.source.id, r.source.title, r.source.outlet, r.source.date, r.source.url})
    line.append(1, ',').append(csv_cell(field));
  return line + "\n";
}

}  // namespace realign::exchange
