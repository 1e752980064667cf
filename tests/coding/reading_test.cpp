#include "coding/reading.h"

#include <gtest/gtest.h>

#include "coding/trees.h"

namespace realign::coding {
namespace {

struct Told {
  Modality modality;
  Polarity polarity;
  bool operator==(const Told&) const = default;
};
constexpr auto affirmed = Polarity::affirmed;
constexpr auto negated = Polarity::negated;

void PrintTo(const Told& told, std::ostream* out) { *out << to_string(told.modality) << ' ' << to_string(told.polarity); }

Told told(const std::string& lines, std::string_view word) {
  const auto d = test::tree(lines);
  const auto& sentence = d.sentences.at(0);
  const Clause clause(sentence, test::frames());
  const auto reading = read(clause, test::frames(), test::at(sentence, word));
  return {reading.modality, reading.polarity};
}

TEST(Reading, PlainPast) {
  EXPECT_EQ(told("Iran Iran PROPN 2 nsubj\nattacked attack VERB 0 root\nOman Oman PROPN 2 obj\n", "attacked"), (Told{Modality::actual, affirmed}));
}

TEST(Reading, Negations) {
  EXPECT_EQ(told("Iran Iran PROPN 4 nsubj\ndid do AUX 4 aux\nnot not PART 4 advmod\nattack attack VERB 0 root\nOman Oman PROPN 4 obj\n", "attack"),
            (Told{Modality::actual, negated}));
  EXPECT_EQ(told("Iran Iran PROPN 3 nsubj\nnever never ADV 3 advmod\nattacked attack VERB 0 root\nOman Oman PROPN 3 obj\n", "attacked"),
            (Told{Modality::actual, negated}));
  EXPECT_EQ(told("Iran Iran PROPN 2 nsubj\nrefused refuse VERB 0 root\nto to PART 4 mark\nattack attack VERB 2 xcomp\nOman Oman PROPN 4 obj\n", "attack").polarity,
            negated);
}

TEST(Reading, NotRefusingIsNoRefusal) {
  EXPECT_EQ(told("Iran Iran PROPN 4 nsubj\ndid do AUX 4 aux\nnot not PART 4 advmod\nrefuse refuse VERB 0 root\nto to PART 6 mark\nhelp help VERB 4 xcomp\n"
                 "Oman Oman PROPN 6 obj\n", "help").polarity,
            affirmed);
}

TEST(Reading, Plans) {
  EXPECT_EQ(told("Iran Iran PROPN 3 nsubj\nwill will AUX 3 aux\nattack attack VERB 0 root\nOman Oman PROPN 3 obj\n", "attack"),
            (Told{Modality::intended, affirmed}));
  EXPECT_EQ(told("Iran Iran PROPN 2 nsubj\nplans plan VERB 0 root\nto to PART 4 mark\nattack attack VERB 2 xcomp\nOman Oman PROPN 4 obj\n", "attack"),
            (Told{Modality::intended, affirmed}));
}

TEST(Reading, Possibilities) {
  EXPECT_EQ(told("Iran Iran PROPN 3 nsubj\nmight might AUX 3 aux\nattack attack VERB 0 root\nOman Oman PROPN 3 obj\n", "attack"),
            (Told{Modality::hypothetical, affirmed}));
}

TEST(Reading, WhatWouldHaveBeen) {
  EXPECT_EQ(told("Iran Iran PROPN 4 nsubj\nwould would AUX 4 aux\nhave have AUX 4 aux\nattacked attack VERB 0 root\nOman Oman PROPN 4 obj\n", "attacked"),
            (Told{Modality::counterfactual, affirmed}));
}

}  // namespace
}  // namespace realign::coding
