import Netlink
import Nftables
import Testing

/// Messages of `nft` and of the kernel, decoded and encoded again.
@Suite struct VectorTests {
    @Test func `rules of nft are encoded as nft encoded them`() throws {
        for message in try Vectors.folder.messages("nft-rules-rules") {
            let event = try #require(try NftablesEvent(decoding: message))
            guard case .addedRule(let rule) = event else {
                Issue.record("not a rule: \(event)")
                continue
            }
            let again = try #require(try Vectors.encoded(event))
            #expect(
                Array(again.body) == Array(message.body), "\(NftablesText().text(rule))")
        }
    }

    @Test func `sets of nft are encoded as nft encoded them`() throws {
        // The number in the batch, and the policy, which is the kernel's default.
        for message in try Vectors.folder.messages("nft-sets-sets") {
            let event = try #require(try NftablesEvent(decoding: message))
            let again = try #require(try Vectors.encoded(event))
            let left: Set<UInt16> = [8, 10]
            #expect(
                try Vectors.attributes(again, without: left)
                    == Vectors.attributes(message, without: left), "\(event)")
        }
    }

    @Test func `tables and chains of nft are encoded as nft encoded them`() throws {
        for name in ["nft-rules-tables", "nft-rules-chains", "nft-sets-tables", "nft-sets-chains"] {
            for message in try Vectors.folder.messages(name) {
                let event = try #require(try NftablesEvent(decoding: message))
                let again = try #require(try Vectors.encoded(event))
                // A chain's policy is told even where it is the kernel's default.
                let left: Set<UInt16> = name.hasSuffix("chains") ? [5] : []
                #expect(
                    try Vectors.attributes(again, without: left)
                        == Vectors.attributes(message, without: left), "\(event)")
            }
        }
    }

    @Test func `what the kernel tells survives being encoded`() throws {
        for name in try Vectors.folder.names() where name.hasPrefix("kernel") {
            for message in try Vectors.folder.messages(name) {
                let event = try #require(try NftablesEvent(decoding: message))
                guard let again = try Vectors.encoded(event),
                    let decoded = try NftablesEvent(decoding: again)
                else { continue }
                #expect(Self.plain("\(decoded)") == Self.plain("\(event)"))
            }
        }
    }

    /// Without what only the kernel gives: handles and positions.
    private static func plain(_ text: String) -> String {
        text.replacing(
            #/(handle|position|flags): (nil|Optional\(\d+\)|.*?rawValue: \d+\))/#, with: "")
    }

    @Test func `elements keep key, data and extras`() throws {
        for name in ["nft-sets-elements", "kernel-sets-elements"] {
            var count = 0
            for message in try Vectors.folder.messages(name) {
                guard
                    case .addedElements(let elements, _, _)? = try NftablesEvent(
                        decoding: message)
                else { continue }
                count += elements.count
                for element in elements where !element.isCatchAll {
                    #expect(element.key.count > 0)
                }
            }
            #expect(count > 50)
        }
    }

    @Test func `a message cut at any byte is read or refused, never trapped on`() throws {
        for name in try Vectors.folder.names() {
            for message in try Vectors.folder.messages(name) {
                for end in message.body.indices {
                    var cut = message
                    cut.body = message.body[..<end]
                    _ = try? NftablesEvent(decoding: cut)
                }
            }
        }
    }

    @Test func `damaged messages never trap`() throws {
        var random = SystemRandomNumberGenerator()
        let messages = try Vectors.folder.names().flatMap(Vectors.folder.messages)
        for _ in 0..<20_000 {
            var message = try #require(messages.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                guard let index = message.body.indices.randomElement(using: &random) else { break }
                message.body[index] = UInt8.random(in: 0...255, using: &random)
            }
            if case .addedRule(let rule)? = try? NftablesEvent(decoding: message) {
                _ = NftablesText().text(rule)
            }
        }
    }
}
