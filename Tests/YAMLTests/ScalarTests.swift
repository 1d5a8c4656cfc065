import JSON
import Testing
import YAML

/// The documents of a text, each as JSON on one line.
func json(_ text: String) throws -> [String] {
    try YAML.documents(Array(text.utf8)).map { JSON($0.root).description }
}

@Suite struct ScalarTests {
    @Test(arguments: [
        ("text", #""text""#), ("two words", #""two words""#), ("10.96.0.1", #""10.96.0.1""#),
        (#""10.96.0.1""#, #""10.96.0.1""#), ("fd00::1", #""fd00::1""#), ("\"80\"", #""80""#),
        ("'true'", #""true""#), ("\"\"", #""""#), ("1.2.3", #""1.2.3""#), ("10m", #""10m""#),
        ("16Gi", #""16Gi""#), ("a:b", #""a:b""#), (".", #"".""#),
        ("nope", #""nope""#), ("onwards", #""onwards""#), ("tRUE", #""tRUE""#),
        ("nULL", #""nULL""#), ("~x", #""~x""#), ("-x", #""-x""#), ("1e", #""1e""#),
        ("0x", #""0x""#), ("0xfg", #""0xfg""#), ("12:30", #""12:30""#), ("+", #""+""#),
        ("--1", #""--1""#), ("1__", "1"), ("_1", #""_1""#),
    ])
    func `text stays text`(yaml: String, expected: String) throws {
        #expect(try json("v: \(yaml)") == ["{\"v\":\(expected)}"])
    }

    @Test(arguments: [
        "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y",
    ])
    func `words for true`(yaml: String) throws {
        #expect(try json("v: \(yaml)") == [#"{"v":true}"#])
    }

    @Test(arguments: [
        "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N",
    ])
    func `words for false`(yaml: String) throws {
        #expect(try json("v: \(yaml)") == [#"{"v":false}"#])
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL", "!!null ''"])
    func `words for null`(yaml: String) throws {
        #expect(try json("v: \(yaml)") == [#"{"v":null}"#])
    }

    @Test(arguments: [
        ("0", "0"), ("80", "80"), ("-1", "-1"), ("+5", "5"), ("-0", "0"), ("1_000", "1000"),
        ("0644", "420"), ("0o17", "15"), ("0x1F", "31"), ("-0x1f", "-31"), ("0b101", "5"),
        ("-0b1", "-1"), ("08", "8"), ("00", "0"), ("9223372036854775808", "9223372036854775808"),
        ("123456789012345678901", "123456789012345678901"),
    ])
    func `integers of every base become decimal`(yaml: String, expected: String) throws {
        #expect(try json("v: \(yaml)") == ["{\"v\":\(expected)}"])
    }

    @Test(arguments: [
        ("1.5", "1.5"), ("1e3", "1000"), ("1E3", "1000"), ("-2.50", "-2.5"), (".5", "0.5"),
        ("1.", "1"), ("+1.25", "1.25"), ("1.0", "1"), ("0.00001", "0.00001"),
        ("1.5e-6", "0.0000015"), ("2e-5", "0.00002"), ("1e21", "1e+21"), ("1e-7", "1e-07"),
        ("5.e3", "5000"), ("123456.789e3", "123456789"), ("1e400", #""1e400""#), ("-0.0", "0"),
        ("1e20", "100000000000000000000"),
    ])
    func `numbers with a fraction or an exponent are written as JSON`(
        yaml: String, expected: String
    ) throws {
        #expect(try json("v: \(yaml)") == ["{\"v\":\(expected)}"])
    }

    @Test(arguments: [".inf", "-.INF", "+.Inf", ".nan", ".NaN"])
    func `what JSON can't write is refused`(yaml: String) throws {
        #expect(throws: YAMLError(message: "\(yaml) has no form in JSON", line: 2, column: 4)) {
            try json("a: 1\nv: \(yaml)")
        }
    }

    @Test(arguments: [
        "2001-12-14", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", "2026-1-2",
    ])
    func `timestamps stay strings`(yaml: String) throws {
        #expect(try json("v: \(yaml)") == ["{\"v\":\"\(yaml)\"}"])
    }

    @Test(arguments: [
        ("!!str 12", #""12""#), ("!!int \"12\"", "12"), ("!!float 1", "1"),
        ("!!bool 'yes'", "true"), ("!local 12", #""12""#), ("! 12", #""12""#),
    ])
    func `a tag decides`(yaml: String, expected: String) throws {
        #expect(try json("v: \(yaml)") == ["{\"v\":\(expected)}"])
    }

    @Test func `a tag that doesn't fit is refused`() throws {
        #expect(throws: YAMLError(message: #""x" can't be read as !!int"#, line: 1, column: 4)) {
            try json("v: !!int x")
        }
    }

    @Test func `blocks are strings`() throws {
        #expect(try json("a: |\n  1\n  two\nb: >-\n  3\n  4\n") == [#"{"a":"1\ntwo\n","b":"3 4"}"#])
    }

    @Test func `keys become strings`() throws {
        #expect(
            try json("80: a\nyes: b\n0x10: c\n1.5: d\n\"q\": e") == [
                #"{"80":"a","true":"b","16":"c","1.5":"d","q":"e"}"#
            ])
    }

    @Test func `escapes and other scripts survive`() throws {
        #expect(try json(#"v: "é😀\t\0\"\x41""#) == [#"{"v":"é😀\t\u0000\"A"}"#])
    }
}
