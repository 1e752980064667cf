#include "coding/act_model.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <numeric>

#include "actors/actor.h"
#include "coding/trees.h"
#include "text/error.h"

namespace realign::coding {
namespace {

using test::at;
using test::tree;

const std::string kModel = std::string(REALIGN_SOURCE_DIR) + "/data/models/acts.bin";

// What is seen of a word of a tree in which no actor is known but those given by form.
ActFeatures seen(const syntax::ConlluDocument& d, std::string_view word,
                 const std::vector<std::pair<std::string, std::string>>& states) {
  const auto& s = d.sentences.at(0);
  std::vector<actors::Mention> mentions;
  for (const auto& [form, code] : states) {
    actors::Mention m;
    m.first = m.last = m.head = at(s, form);
    m.kind = actors::MentionKind::state;
    m.actors = {{code, "", "", form}};
    mentions.push_back(m);
  }
  const actors::Cast cast(mentions, std::span(&s, 1));
  const Clause clause(s, test::frames());
  const ArgumentFinder arguments(clause, cast, 0, test::frames());
  const int i = at(s, word);
  const Found source = arguments.fill(i, {{SlotKind::subj, "", false}}, false, {}, true);
  const Found target = arguments.fill(i, {{SlotKind::obj, "", true}}, false, source.actors);
  return act_features(clause, arguments, i, nullptr, read(clause, test::frames(), i), source, target);
}

const syntax::ConlluDocument& pounding() {
  static const auto d = tree(
      "Russia Russia PROPN 2 nsubj\nbludgeoned bludgeon VERB 0 root\nUkraine Ukraine PROPN 2 obj\nwith with "
      "ADP 5 case\nshells shell NOUN 2 obl\n");
  return d;
}

TEST(ActFeatures, WordsByPlaceAndNamesByKind) {
  const auto f = seen(pounding(), "bludgeoned", {{"Russia", "RUS"}, {"Ukraine", "UKR"}});
  const auto word = [&](ActSlot slot) { return f.words[static_cast<std::size_t>(slot)]; };
  EXPECT_EQ(word(ActSlot::act), "bludgeon");
  EXPECT_EQ(word(ActSlot::subject), "<state>");
  EXPECT_EQ(word(ActSlot::object), "<state>");
  EXPECT_EQ(word(ActSlot::phrase), "shell");
  EXPECT_EQ(word(ActSlot::preposition), "with");
  EXPECT_EQ(word(ActSlot::complement), "");
  EXPECT_TRUE(std::is_sorted(f.flags.begin(), f.flags.end()));
  EXPECT_LT(f.flags.back(), kActFlags);
}

TEST(ActFeatures, NamesThatAreNoActorsStayNames) {
  const auto f = seen(pounding(), "bludgeoned", {{"Russia", "RUS"}});
  EXPECT_EQ(f.words[static_cast<std::size_t>(ActSlot::object)], "<name>");
}

TEST(ActModel, ProbabilitiesSumToOne) {
  const auto model = ActModel::load(kModel);
  ASSERT_TRUE(model.has_value());
  auto f = seen(pounding(), "bludgeoned", {{"Russia", "RUS"}, {"Ukraine", "UKR"}});
  for (const auto* verb : {"bludgeon", "bomb", "zzzzunheardof", "back_zzzz", ""}) {
    f.words[0] = verb;
    const auto o = model->judge(f);
    EXPECT_NEAR(std::accumulate(o.types.begin(), o.types.end(), o.none), 1.0, 1e-4) << verb;
  }
}

TEST(ActModel, LikenessReachesUnlistedVerbs) {
  const auto model = ActModel::load(kModel);
  ASSERT_TRUE(model.has_value());
  auto f = seen(pounding(), "bludgeoned", {{"Russia", "RUS"}, {"Ukraine", "UKR"}});
  const auto share = [&](const char* verb, Type type) {
    f.words[0] = verb;
    const auto o = model->judge(f);
    return o.of(type) / (1 - o.none);
  };
  for (const auto* fierce : {"bludgeon", "trample", "incinerate"})
    for (const auto* kind : {"flatter", "reward", "accompany"})
      EXPECT_GT(share(fierce, Type::ASSAULT), share(kind, Type::ASSAULT)) << fierce << " " << kind;
}

TEST(ActModel, NoFileIsNoModelAndDamageIsAnError) {
  EXPECT_FALSE(ActModel::load(kModel + ".absent").has_value());
  const std::string path =
      std::filesystem::temp_directory_path() / ("realign-acts-" + std::to_string(::getpid()) + ".bin");
  std::filesystem::copy_file(kModel, path, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::resize_file(path, 1000);
  EXPECT_THROW(ActModel::load(path), text::Error);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace realign::coding
