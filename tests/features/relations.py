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
