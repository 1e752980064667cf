"""realign relations: a type for every marked pair, with and without the encoder; bad rows are named and the rest done."""
import unittest

from program import ProgramTest

TYPES = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split())
HEADER = "id\tsentence\tmarked_sentence\tsource\ttarget\n"


def row(number, marked):
    plain = marked.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "")
    return f"{number}\t{plain}\t{marked}\t\t\n"


class Relations(ProgramTest):
    def types(self, text, *arguments, status=0):
        out, error = self.run_program("relations", *arguments, stdin=text, status=status)
        return dict(line.split("\t") for line in out.splitlines()), error

    def test_clear_pairs(self):
        pairs = {
            "<s>Peru</s> accused <t>Chile</t> of spying.": "ACCUSE",
            "<t>Latvia</t> was attacked by <s>rebels</s>.": "ASSAULT",
            "<s>Ghana</s> and <t>Togo</t> signed a border agreement.": "AGREE",
            "<s>Mexico</s> sent food aid to <t>Haiti</t>.": "AID",
            "<s>Algeria</s> rejected a demand by <t>Morocco</t>.": "REJECT",
        }
        text = HEADER + "".join(row(i, marked) for i, marked in enumerate(pairs))
        for arguments in ((), ("--no-encoder",)):
            found, _ = self.types(text, *arguments)
            self.assertEqual(len(found), len(pairs))
            self.assertTrue(set(found.values()) <= TYPES)
            right = sum(found[str(i)] == kind for i, kind in enumerate(pairs.values()))
            self.assertGreaterEqual(right, 4, found)

    def test_any_order_same_types(self):
        rows = [row(i, marked) for i, marked in enumerate((
            "<s>Peru</s> will release <t>Chilean sailors</t>.", "<s>Oman</s> lifted a ban on <t>Iranian ships</t>.",
            "<s>Kenya</s> refused to sign the accord with <t>Somalia</t>.", "<t>Mali</t> was given tents by <s>Norway</s>.",
            "<s>Nepal</s> threatened to expel <t>diplomats</t>."))]
        first, _ = self.types(HEADER + "".join(rows))
        second, _ = self.types(HEADER + "".join(reversed(rows)))
        self.assertEqual(first, second)
        alone = {}
        for one in rows:
            alone.update(self.types(HEADER + one)[0])
        self.assertEqual(first, alone)

    def test_mode_tells_types_apart(self):
        found, _ = self.types(HEADER + row(1, "<s>Oman</s> has freed <t>two Omani journalists</t>.")
                              + row(2, "<s>Oman</s> refused to free <t>two Omani journalists</t>."), "--no-encoder")
        self.assertEqual(found, {"1": "CONCEDE", "2": "REJECT"})

    def test_marks_in_other_forms(self):
        found, error = self.types(
            HEADER + row(1, "<S>Peru</S> accused <t>Chile</t>, and <t>Chile</t> denied it.")
            + "2\tPeru accused Chile of spying.\tPeru accused Chile of spying.\tperu\tChile\n"
            + row(3, "The <s>UN</s>-brokered truce in <t>Yemen</t> began. It was the first. Nobody believed in it."))
        self.assertEqual(set(found), {"1", "2", "3"})
        self.assertEqual(found["1"], "ACCUSE")
        self.assertEqual(found["2"], "ACCUSE")
        self.assertEqual(error, "")

    def test_bad_rows(self):
        good = row(1, "<s>Peru</s> accused <t>Chile</t> of spying.")
        for bad in (row(2, "Peru accused Chile."), "2\n"):
            found, error = self.types(HEADER + good + bad + row(3, "<s>Iran</s> met <t>Oman</t>."), status=1)
            self.assertEqual(set(found), {"1", "3"})
            self.assertIn("-:3", error)
        _, error = self.types("id\tsentence\n1\tx\n", status=1)
        self.assertIn("marked_sentence", error)
        _, error = self.types("", status=1)
        self.assertIn("empty", error)


if __name__ == "__main__":
    unittest.main()
