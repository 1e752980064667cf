"""A running `realign serve` for the tests beside this file, and a check of its answers against web/openapi.json."""
import http.client
import json
import os
import subprocess
import urllib.parse

from program import REPOSITORY, ProgramTest


class Contract:
    """Enough of JSON Schema for web/openapi.json, and stricter: a field that the contract does not name is an error."""

    def __init__(self):
        with open(os.path.join(REPOSITORY, "web", "openapi.json"), encoding="utf-8") as f:
            self.document = json.load(f)

    def resolve(self, node):
        while "$ref" in node:
            at = self.document
            for step in node["$ref"].lstrip("#/").split("/"):
                at = at[step]
            node = at
        return node

    def fields(self, schema):
        """Properties of a schema with those of its allOf."""
        schema = self.resolve(schema)
        known = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            known.update(self.fields(part))
        return known

    def errors(self, schema, value, where="$", closed=True):
        schema = self.resolve(schema)
        kinds = {"string": str, "array": list, "object": dict, "boolean": bool, "null": type(None)}
        kind = schema.get("type")
        if kind == "integer":
            fits = isinstance(value, int) and not isinstance(value, bool)
        elif kind == "number":
            fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        else:
            fits = kind is None or isinstance(value, kinds[kind])
        if not fits:
            return [f"{where}: {str(value)[:60]!r} is no {kind}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where}: {value!r} is none of {schema['enum']}"]
        if "const" in schema and value != schema["const"]:
            return [f"{where}: {value!r} is not {schema['const']!r}"]
        found = []
        if "anyOf" in schema and not any(not self.errors(s, value, where) for s in schema["anyOf"]):
            found.append(f"{where}: fits none of anyOf: {str(value)[:100]}")
        for part in schema.get("allOf", []):
            found += self.errors(part, value, where, closed=False)
        if isinstance(value, dict):
            found += [f"{where}: '{key}' is missing" for key in schema.get("required", []) if key not in value]
            known, rest = self.fields(schema), schema.get("additionalProperties")
            for key, item in value.items():
                if key in schema.get("properties", {}):
                    found += self.errors(schema["properties"][key], item, f"{where}.{key}")
                elif isinstance(rest, dict):
                    found += self.errors(rest, item, f"{where}.{key}")
                elif closed and known and key not in known:
                    found.append(f"{where}: '{key}' is not in the contract")
        if isinstance(value, list) and "items" in schema:
            for i, item in enumerate(value):
                found += self.errors(schema["items"], item, f"{where}[{i}]")
        return found

    def of_answer(self, path, method="get", status=200):
        responses = self.document["paths"][path][method]["responses"]
        content = self.resolve(responses[str(status)])["content"]
        return content["application/json"]["schema"]


class ServingTest(ProgramTest):
    """start() serves a ledger of the example dispatches and the given texts."""

    examples = True

    def start(self, *texts, options=(), environment=None):
        if self.examples:
            self.read(REPOSITORY + "/examples")
        for text in texts:
            self.read("-", stdin=text)
        variables = dict(os.environ, XDG_DATA_HOME=self.folder)
        variables.update(environment or {})
        self.server = subprocess.Popen([self.program, "serve", "--ledger", self.ledger, "--port", "0", *options],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables)
        self.addCleanup(self.stop)
        self.port = int(self.server.stdout.readline().decode().rsplit(":", 1)[1].strip("/\n"))

    def stop(self):
        self.assertIsNone(self.server.poll(), "the server ended by itself")
        self.server.kill()
        self.server.communicate()

    def ask(self, path, method="GET", status=200, headers=None, body=None, **query):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.addCleanup(connection.close)
        url = path + ("?" + urllib.parse.urlencode(query) if query else "")
        connection.request(method, url, body=body, headers=headers or {})
        response = connection.getresponse()
        content = response.read().decode("utf-8")
        self.assertEqual(response.status, status, content[:300])
        self.headers = dict(response.getheaders())
        return json.loads(content) if self.headers.get("Content-Type") == "application/json" else content

    def api(self, path, **arguments):
        return self.ask("/api/v1/" + path, **arguments)

    def post(self, path, body, kind="application/json", status=200, method="POST", **query):
        token = self.api("status")["token"]
        data = json.dumps(body) if kind == "application/json" and not isinstance(body, (str, bytes)) else body
        return self.api(path, method=method, status=status, body=data,
                        headers={"Content-Type": kind, "X-Realign-Token": token}, **query)
