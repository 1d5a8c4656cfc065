import JSON
import Testing

func parse(_ text: String) throws -> JSONValue { try JSONDocument(parsing: Array(text.utf8)).root }

@Suite struct ParsingTests {
    @Test(arguments: [
        ("null", JSONValue.Kind.null), (" true ", .bool), ("false", .bool), ("0", .number),
        ("-0", .number), ("12.5e-3", .number), ("1E+2", .number), ("\"\"", .string),
        ("[]", .array), ("[ ]", .array), ("{}", .object), ("{ }", .object),
        ("\t[1 ,\r\n2]\n", .array),
    ])
    func `every kind of value is read`(text: String, kind: JSONValue.Kind) throws {
        #expect(try parse(text).kind == kind)
    }

    @Test(arguments: [
        ("", "line 1, column 1: expected a value, found the end of the text"),
        ("  ", "line 1, column 3: expected a value, found the end of the text"),
        ("nul", "line 1, column 1: expected null"),
        ("trua", "line 1, column 1: expected true"),
        ("[1,]", "line 1, column 4: expected a value, found ']'"),
        ("[1 2]", "line 1, column 4: expected ',' or ']' after an element, found '2'"),
        ("[", "line 1, column 2: expected a value, found the end of the text"),
        ("{\"a\":1,}", "line 1, column 8: expected a key in double quotes, found '}'"),
        ("{a:1}", "line 1, column 2: expected a key in double quotes, found 'a'"),
        ("{\"a\" 1}", "line 1, column 6: expected ':' after a key, found '1'"),
        ("{\"a\":1 \"b\"", "line 1, column 8: expected ',' or '}' after a member, found '\"'"),
        ("{}\n}", "line 2, column 1: '}' after the end of the value"),
        ("01", "line 1, column 2: number with a leading zero"),
        ("+1", "line 1, column 1: expected a value, found '+'"),
        (
            "-",
            "line 1, column 2: expected a digit after the sign of a number, "
                + "found the end of the text"
        ),
        (
            "1.",
            "line 1, column 3: expected a digit after the decimal point of a number, "
                + "found the end of the text"
        ),
        (".5", "line 1, column 1: expected a value, found '.'"),
        ("1ex", "line 1, column 3: expected a digit after the exponent of a number, found 'x'"),
        ("NaN", "line 1, column 1: expected a value, found 'N'"),
        ("0x10", "line 1, column 2: 'x' after the end of the value"),
        ("\"a", "line 1, column 1: string without a closing quote"),
        ("\"a\\", "line 1, column 3: string without a closing quote"),
        ("\"a\nb\"", "line 1, column 3: byte 0x0a in a string: control characters must be escaped"),
        ("\"\\x\"", "line 1, column 3: unknown escape: a backslash before 'x'"),
        ("\"\\u12g4\"", "line 1, column 2: expected four hexadecimal digits after \\u"),
        (
            "\"\\ud800\"",
            "line 1, column 2: first half of a surrogate pair without its second half"
        ),
        (
            "\"\\ud800\\u0041\"",
            "line 1, column 2: first half of a surrogate pair without its second half"
        ),
        (
            "\"\\udc00\"",
            "line 1, column 2: second half of a surrogate pair without its first half"
        ),
        ("\u{FEFF}1", "line 1, column 1: byte order mark before the value"),
        ("[\"ü\" x]", "line 1, column 6: expected ',' or ']' after an element, found 'x'"),
        ("// no\n1", "line 1, column 1: expected a value, found '/'"),
    ])
    func `a fault is told with its line and column`(text: String, error: String) {
        #expect(fault(Array(text.utf8)) == error)
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80],
            [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func `what is no UTF-8 is refused`(content: [UInt8]) {
        let text = [0x22] + content + [0x22]
        #expect(fault(text)?.contains("invalid UTF-8 in a string") == true)
    }

    @Test func `512 levels are read and 513 are not`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: depth)
                + Array(repeating: UInt8(ascii: "]"), count: depth)
        }
        _ = try JSONDocument(parsing: nested(512))
        #expect(fault(nested(513)) == "line 1, column 513: nested deeper than 512 levels")
        #expect(fault(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) != nil)
    }

    @Test func `values one behind the other are read as a sequence`() throws {
        let documents = try JSONDocument.sequence(parsing: Array("{\"a\":1}\n[2] 3\n".utf8))
        #expect(
            documents.map { String(decoding: $0.root.rawBytes, as: UTF8.self) }
                == ["{\"a\":1}", "[2]", "3"])
        #expect(documents.map(\.root.line) == [1, 2, 2])
        #expect(try JSONDocument.sequence(parsing: []).isEmpty)
    }

    private func fault(_ bytes: [UInt8]) -> String? {
        do throws(JSONError) {
            _ = try JSONDocument(parsing: bytes)
            return nil
        } catch {
            return error.description
        }
    }
}
