import JSON
import Testing
import YAML

@Suite struct AnchorTests {
    @Test func `aliases repeat what was anchored`() throws {
        #expect(
            try json("a: &x [1, {k: v}]\nb: *x\nc: &n name\n*n : *n\n") == [
                #"{"a":[1,{"k":"v"}],"b":[1,{"k":"v"}],"c":"name","name":"name"}"#
            ])
    }

    @Test func `an anchor may be taken again`() throws {
        #expect(try json("a: &x 1\nb: &x 2\nc: *x\n") == [#"{"a":1,"b":2,"c":2}"#])
    }

    @Test func `an anchor ends with its document`() throws {
        #expect(
            throws: YAMLError(
                message: "alias *x has no anchor before it", line: 3, column: 4)
        ) {
            try json("a: &x 1\n---\nb: *x\n")
        }
    }

    @Test func `merged members stand behind those of the mapping itself`() throws {
        let text = """
            base: &base {a: 1, b: 2}
            more: &more {b: 3, c: 4}
            one:
              <<: *base
              b: 5
            two:
              <<: [*more, *base, {d: [6]}]
            three:
              b: 7
              <<: {b: 8, e: 9}
            text:
              "<<": 1
            """
        let root = JSON(try YAML.documents(Array(text.utf8))[0].root)
        #expect(root["one"]?.description == #"{"b":5,"a":1}"#)
        #expect(root["two"]?.description == #"{"b":3,"c":4,"a":1,"d":[6]}"#)
        #expect(root["three"]?.description == #"{"b":7,"e":9}"#)
        #expect(root["text"]?.description == #"{"<<":1}"#)
    }

    @Test(arguments: ["<<: 1", "<<: [1]", "<<: [[]]"])
    func `only mappings are merged`(text: String) throws {
        #expect(throws: YAMLError.self) { try json(text) }
    }

    @Test func `aliases of aliases end before the memory does`() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let alias = "*a\(level - 1)"
            text +=
                "a\(level): &a\(level) ["
                + Array(repeating: alias, count: 10).joined(separator: ", ") + "]\n"
        }
        let error = #expect(throws: YAMLError.self) { try json(text) }
        #expect(error?.message.hasPrefix("aliases make the document larger") == true)
    }

    @Test func `nesting has a limit`() throws {
        let deep = String(repeating: "[", count: 5000)
        #expect(throws: YAMLError.self) { try json("a: " + deep) }
        let dashes = String(repeating: "- ", count: 600) + "x"
        #expect(throws: YAMLError.self) { try json(dashes) }
    }
}
