import APIMachinery
import JSON
import Testing

@Suite struct SelectorTests {
    private static let labels = ["app": "web", "tier": "front", "n": "7"]

    @Test(arguments: [
        ("", true), ("app=web", true), ("app==web", true), ("app=db", false), ("app!=db", true),
        ("app", true), ("!app", false), ("!old", true), ("old", false),
        ("app in (web,db)", true), ("app notin (web)", false), ("old notin (a)", true),
        ("app in (web),tier=front", true), ("app=web,tier=back", false), ("n>6", true),
        ("n<7", false), ("n > 7", false), ("app=", false), ("app in ()", false),
        (" app = web , tier in ( front , back ) ", true), ("in in (in)", false),
    ])
    func `a label selector selects`(text: String, expected: Bool) throws {
        let selector = try LabelSelector(parsing: text)
        #expect(selector.matches(SelectorTests.labels) == expected)
        let again = try LabelSelector(parsing: selector.description)
        #expect(again.matches(SelectorTests.labels) == expected)
    }

    @Test(arguments: [
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("==x", "found '==', expected: !, identifier, or 'end of string'"),
        (
            "in (a)",
            "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt"
        ),
        ("a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"),
        ("a!b", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"),
        ("a,", "found '', expected: identifier after ','"),
        ("a=b c", "found 'c', expected: ',' or 'end of string'"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"),
    ])
    func `what is no label selector is told as upstream tells it`(text: String, message: String) {
        #expect(throws: APIStatus.badRequest(message)) { try LabelSelector(parsing: text) }
    }

    @Test func `a wrong value names its key`() throws {
        let status = #expect(throws: APIStatus.self) { try LabelSelector(parsing: "a=b/c") }
        let message = try #require(status).message
        #expect(
            message.hasPrefix(
                "unable to parse requirement: values[0][a]: Invalid value: \"b/c\": a valid label"))
    }

    @Test func `an object's selector is read`() throws {
        let selector = try LabelSelector(object: [
            "matchLabels": ["app": "web"],
            "matchExpressions": [["key": "old", "operator": "DoesNotExist"]],
        ])
        #expect(selector?.description == "app=web,!old")
        #expect(selector?.matches(SelectorTests.labels) == true)
        #expect(try LabelSelector(object: .null) == nil)
        #expect(try LabelSelector(object: [:])?.isEmpty == true)
    }

    @Test(arguments: [
        ("metadata.name=a", "metadata.name=a"), ("b==1,a!=2", "a!=2,b=1"), ("", ""),
        (#"a=x\,y\=z\\"#, #"a=x\,y\=z\\"#), (",,a=1,", "a=1"),
    ])
    func `a field selector is read and written`(text: String, expected: String) throws {
        #expect(try FieldSelector(parsing: text).description == expected)
    }

    @Test(arguments: [
        ("xx", "invalid selector: 'xx'; can't understand 'xx'"),
        (#"a=\x"#, #"invalid field selector: invalid escape sequence: \x"#),
        ("a=b=c", "invalid field selector: unescaped character in value: 61"),
    ])
    func `what is no field selector is told as upstream tells it`(text: String, message: String) {
        #expect(throws: APIStatus.badRequest(message)) { try FieldSelector(parsing: text) }
    }

    @Test func `fields are held against a selector`() throws {
        let selector = try FieldSelector(parsing: "a=1,b!=2")
        #expect(selector.matches { $0 == "a" ? "1" : "" })
        #expect(!selector.matches { $0 == "a" ? "1" : "2" })
        #expect(selector.exactValue(of: "a") == "1")
        #expect(selector.exactValue(of: "b") == nil)
    }
}
