import JSON
import Testing
import YAML

@Suite struct DocumentTests {
    @Test func `empty documents are left out`() throws {
        #expect(try json("").isEmpty)
        #expect(try json("# nothing\n").isEmpty)
        #expect(
            try json("---\n---\n# x\n---\na: 1\n---\n...\n---\nnull\n--- {b: 2}\n") == [
                #"{"a":1}"#, #"{"b":2}"#,
            ])
    }

    @Test func `a byte order mark and Windows line ends are read over`() throws {
        #expect(try json("\u{FEFF}a: 1\r\nb: x\r\n") == [#"{"a":1,"b":"x"}"#])
    }

    @Test func `lists and mappings nest in both styles`() throws {
        #expect(
            try json("a:\n- b: 1\n  c: [x, {d: 2}]\n-\n  - z\n") == [
                #"{"a":[{"b":1,"c":["x",{"d":2}]},["z"]]}"#
            ])
    }

    @Test func `each value knows its line in the whole text`() throws {
        let text = "# head\na: 1\n---\nb:\n  - x\n  - c: |\n      t\n    d: {e: 5,\n  f: 6}\n"
        let documents = try YAML.documents(Array(text.utf8))
        let root = documents[1].root
        #expect(documents[0].root.line == 2)
        #expect(root.line == 4)
        #expect(root["b"]?.line == 5)
        #expect(root["b"]?[1]?.line == 6)
        #expect(root["b"]?[1]?["d"]?.line == 8)
        #expect(root["b"]?[1]?["d"]?["f"]?.line == 9)
        #expect(root["b"]?[1]?["d"]?["f"]?.path.description == "b[1].d.f")
    }

    @Test func `raw bytes are the value as JSON`() throws {
        let root = try YAML.documents(Array("a: [1, 'x\"']".utf8))[0].root
        #expect(String(decoding: try #require(root["a"]).rawBytes, as: UTF8.self) == #"[1,"x\""]"#)
    }

    @Test func `text that begins as JSON is read as JSON`() throws {
        #expect(try json(" {\"a\": 1.50}\n{\"b\": \"yes\"}") == [#"{"a":1.50}"#, #"{"b":"yes"}"#])
        #expect(try json("[1, 2]") == ["[1,2]"])
        let root = try YAML.documents(Array("{\n\"a\":\n1}".utf8))[0].root
        #expect(root["a"]?.line == 3)
    }

    @Test func `text that only begins as JSON is read as YAML`() throws {
        #expect(try json("{a: 1}\n---\n{\"b\": 2}") == [#"{"a":1}"#, #"{"b":2}"#])
    }

    @Test(arguments: [
        ("a: 1\nb: [1\nc: 2\n", 3), ("a: 1\n b: 2\n", 2), ("a: \"x\n", 2), ("a:\n\t- x\n", 2),
        ("a: 1\n---\nx: &a 1\ny: *b\n", 4), ("a: 1\na: 2\n", 2), ("a: {b: 1, b: 2}\n", 1),
        ("{\"a\": 1,\n\"a\": 2}", 2), ("{\"a\": 1,\n\"b\" 2}", 2), ("? [a]\n: 1\n", 1),
        ("~: 1\n", 1), ("%x\n---\n", 1), ("a: @x\n", 1), ("a: 'x' y\n", 1), ("a: b: c\n", 1),
    ])
    func `a fault is told with its line`(text: String, line: Int) throws {
        let error = #expect(throws: YAMLError.self) { try json(text) }
        #expect(error?.line == line, "\(String(describing: error))")
        #expect(error.map { "\($0)" }?.contains("\n") == false)
    }

    @Test func `a key that is there twice is named`() throws {
        #expect(
            throws: YAMLError(
                message: "key \"b\" is there twice in one mapping", line: 4, column: 3)
        ) {
            try json("a:\n  b: 1\n  c: 2\n  b: 3\n")
        }
        let many = (0..<100).map { "k\($0): 1\n" }.joined()
        #expect(
            throws: YAMLError(
                message: "key \"k7\" is there twice in one mapping", line: 101, column: 1)
        ) {
            try json(many + "k7: 2\n")
        }
    }

    @Test func `what is no UTF-8 is told with its line`() throws {
        let error = #expect(throws: YAMLError.self) {
            try YAML.documents(Array("a: 1\nb: ".utf8) + [0xFF, 0x0A])
        }
        #expect(error?.line == 2)
        #expect(error?.column == 4)
    }
}
