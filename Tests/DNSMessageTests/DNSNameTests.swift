import DNSMessage
import Testing

@Suite struct DNSNameTests {
    @Test(arguments: [
        (".", "."), ("a", "a."), ("web.prod.", "web.prod."), (#"a\.b.c"#, #"a\.b.c."#),
        (#"a\046b"#, #"a\.b."#), (#"x\000y"#, #"x\000y."#), (#"tab\009"#, #"tab\009."#),
        (#"back\\slash"#, #"back\\slash."#),
    ])
    func `text becomes a name and text again`(text: String, expected: String) throws {
        let name = try #require(DNSName(text))
        #expect(name.description == expected)
        #expect(DNSName(expected) == name)
    }

    @Test(arguments: ["", "..", "a..b", ".a", #"a\"#, #"a\25"#, #"a\256"#])
    func `what is no name is none`(text: String) {
        #expect(DNSName(text) == nil)
    }

    @Test func `labels end at 63 bytes and names at 255`() {
        let label = String(repeating: "a", count: 63)
        #expect(DNSName(label) != nil)
        #expect(DNSName(label + "a") == nil)
        let longest = [label, label, label, String(repeating: "b", count: 61)]
        #expect(DNSName(longest.joined(separator: "."))?.wire.count == 255)
        let longer = [label, label, label, String(repeating: "b", count: 62)]
        #expect(DNSName(longer.joined(separator: ".")) == nil)
    }

    @Test func `case does not matter for being the same, and is kept`() throws {
        let upper = try #require(DNSName("WEB.Prod"))
        let lower = try #require(DNSName("web.prod"))
        #expect(upper == lower)
        #expect(upper.hashValue == lower.hashValue)
        #expect(upper.description == "WEB.Prod.")
        #expect(upper.lowercased.description == "web.prod.")
        // Only letters fold: these differ by the same bit.
        #expect(DNSName("a[b") != DNSName("a{b"))
    }

    @Test func `a name is within its ancestors and no other`() throws {
        let name = try #require(DNSName("web.Prod.svc"))
        for ancestor in [".", "svc", "prod.SVC", "web.prod.svc"] {
            #expect(name.isWithin(try #require(DNSName(ancestor))))
        }
        for other in ["rod.svc", "b.prod.svc", "x.web.prod.svc", "prod"] {
            #expect(!name.isWithin(try #require(DNSName(other))))
        }
    }
}
