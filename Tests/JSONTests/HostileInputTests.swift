import JSON
import Testing

/// A small generator, so that a failing input can be made again from its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension JSON {
    static func random(_ generator: inout SplitMix, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .int(Int.random(in: -1000...1000, using: &generator))
        case 3: return .number("\(Int.random(in: 0...9, using: &generator)).25e-1")
        case 4: return .string(text(&generator))
        case 5:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in random(&generator, depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                object.add(text(&generator), random(&generator, depth: depth - 1))
            }
            return .object(object)
        }
    }

    private static func text(_ generator: inout SplitMix) -> String {
        let letters = Array("abc \"\\/\n\t\u{0}\u{1F}é€😀")
        let count = Int.random(in: 0...12, using: &generator)
        return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "x" })
    }
}

@Suite struct HostileInputTests {
    static let sample = Array(
        #"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":"ü😀","d":[[],{}]}}"#.utf8)

    /// Walks everything a cursor can reach, so that a wrong tape would be noticed.
    private func walk(_ value: JSONValue) -> Int {
        _ = (value.string, value.int, value.double, value.bool, value.line, value.path)
        #expect(!value.rawBytes.isEmpty)
        var count = 1
        for element in value.elements { count += walk(element) }
        for (key, member) in value.members {
            #expect(value[key] != nil)
            count += walk(member)
        }
        return count
    }

    @Test func `truncation at every byte is a fault`() throws {
        for length in 0..<Self.sample.count {
            #expect(throws: JSONError.self) {
                try JSONDocument(parsing: Array(Self.sample[..<length]))
            }
        }
        #expect(walk(try JSONDocument(parsing: Self.sample).root) == 12)
    }

    @Test func `random changes never crash`() {
        var generator = SplitMix(seed: 1)
        for _ in 0..<20_000 {
            var bytes = Self.sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default:
                    let common = Array("{}[]\",:\\0-".utf8)
                    bytes.insert(common.randomElement(using: &generator) ?? 0, at: index)
                }
            }
            if let document = try? JSONDocument(parsing: bytes) {
                _ = walk(document.root)
                let json = JSON(document.root)
                #expect((try? JSON(parsing: json.serialized())) == json)
            }
        }
    }

    @Test func `random bytes never crash`() {
        var generator = SplitMix(seed: 2)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? JSONDocument(parsing: bytes)
            _ = try? JSONDocument.sequence(parsing: bytes)
        }
    }
}
