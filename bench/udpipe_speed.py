#!/usr/bin/env python3
"""Speed of UDPipe 1's Python package on plain texts, to compare with: udpipe_speed.py MODEL FILE...

Needs ufal.udpipe (pip install ufal.udpipe); the program does not. Prints sentences a second of CPU time, tokens to
trees, one thread.
"""
import json
import sys
import time

from ufal.udpipe import InputFormat, Model, ProcessingError, Sentence

model = Model.load(sys.argv[1])
if model is None:
    sys.exit(f"udpipe_speed.py: {sys.argv[1]}: no model")
texts = []
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        if path.endswith(".jsonl"):
            texts += [json.loads(line)["text"] for line in file]
        else:
            texts.append(file.read())
sentences = words = 0
start = time.process_time()
for text in texts:
    tokenizer = model.newTokenizer(Model.DEFAULT)
    tokenizer.setText(text)
    error = ProcessingError()
    sentence = Sentence()
    while tokenizer.nextSentence(sentence, error):
        model.tag(sentence, Model.DEFAULT)
        model.parse(sentence, Model.DEFAULT)
        sentences += 1
        words += len(sentence.words) - 1
        sentence = Sentence()
    if error.occurred():
        sys.exit(f"udpipe_speed.py: {error.message}")
seconds = time.process_time() - start
print(f"{sentences} sentences, {words} words in {seconds:.2f} s: {sentences / seconds:.0f} sentences a second, "
      f"{words / seconds:.0f} words")
