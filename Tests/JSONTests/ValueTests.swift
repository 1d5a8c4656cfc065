import JSON
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        (#""plain""#, "plain"), (#""""#, ""), (#""a\"b\\c\/d""#, "a\"b\\c/d"),
        (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00!""#, "😀!"), (#""\u0000""#, "\0"),
        (
            "\"zwölf Boxkämpfer 😀\"",
            "zwölf Boxkämpfer 😀"
        ),
        ("\"0123456\\u0041bcdef\"", "0123456Abcdef"),
    ])
    func `strings lose their escapes`(text: String, expected: String) throws {
        #expect(try parse(text).string == expected)
        #expect(try parse(text).isString(expected))
        #expect(try parse("{\(text):1}")[expected]?.int == 1)
        #expect(try !parse(text).isString(expected + "x"))
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("-7", -7), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("99999999999999999999999", nil), ("1.0", nil),
            ("1e3", nil), ("\"1\"", nil), ("true", nil),
        ] as [(String, Int?)])
    func `an integer is read when it is written as one and fits`(
        text: String, expected: Int?
    ) throws {
        #expect(try parse(text).int == expected)
    }

    @Test(
        arguments: [
            ("1.5", 1.5), ("-2e3", -2000), ("0.1", 0.1), ("5e-324", .leastNonzeroMagnitude),
            ("1e400", nil),
            ("null", nil),
        ] as [(String, Double?)])
    func `a double is the nearest to the number`(text: String, expected: Double?) throws {
        #expect(try parse(text).double == expected)
    }

    @Test func `numbers keep their text`() throws {
        #expect(try parse("[1.50, 1E5]").elements.compactMap(\.numberText) == ["1.50", "1E5"])
    }

    @Test func `members and elements are found`() throws {
        let root = try parse(#"{"a": {"b": [10, {"c": "x"}, []]}, "d": null, "a2": true}"#)
        #expect(root["a"]?["b"]?[0]?.int == 10)
        #expect(root["a"]?["b"]?[1]?["c"]?.string == "x")
        #expect(root["a"]?["b"]?[2]?.count == 0)
        #expect(root["a"]?["b"]?[3] == nil)
        #expect(root["a"]?["b"]?[-1] == nil)
        #expect(root["d"]?.isNull == true)
        #expect(root["a2"]?.bool == true)
        #expect(root["none"] == nil)
        #expect(root[0] == nil)
        #expect(root["d"]?["a"] == nil)
        #expect(root.count == 3)
        #expect(root.members.map(\.key) == ["a", "d", "a2"])
        #expect(root["a"]?["b"]?.elements.map(\.kind) == [.number, .object, .array])
        #expect(root["d"]?.elements.map(\.kind) == [])
        #expect(root["a"]?["b"]?.members.map(\.key) == [])
    }

    @Test func `of equal keys the last one counts`() throws {
        let document = try JSONDocument(parsing: Array(#"{"a": 1, "\u0061": 2}"#.utf8))
        #expect(document.root["a"]?.int == 2)
        #expect(
            document.repeatedKey()?.description
                == "line 1, column 20: key \"a\" is there twice in one object")
        #expect(
            try JSONDocument(parsing: Array(#"[{"a": 1}, {"a": 1}]"#.utf8)).repeatedKey() == nil)
    }

    @Test func `raw bytes are the source's`() throws {
        let root = try parse(#"{ "a" : [ 1,  "x\n" ] , "b":-1.0e0}"#)
        func raw(_ value: JSONValue?) -> String? {
            value.map { String(decoding: $0.rawBytes, as: UTF8.self) }
        }
        #expect(raw(root["a"]) == #"[ 1,  "x\n" ]"#)
        #expect(raw(root["a"]?[1]) == #""x\n""#)
        #expect(raw(root["b"]) == "-1.0e0")
    }

    @Test func `lines are counted from the source`() throws {
        let root = try parse("\n{\n \"a\": [\n  1,\n  2]\n}")
        #expect(root.line == 2)
        #expect(root["a"]?.line == 3)
        #expect(root["a"]?[1]?.line == 5)
    }
}
