import JSON
import Testing
import YAML

@Suite struct HostileYAMLTests {
    static let sample = Array(
        """
        # a Service
        apiVersion: v1
        kind: Service
        metadata: &m {name: "w\\u00e9b", labels: {a: 'x''y'}}
        spec:
          ports:
          - {port: 80, <<: *m}
          - port: 0x50
            name: |
              text
               more
          other: [1.5, ~, yes, 2001-01-01, *m]
        --- # next
        ? key
        : - a
          - >-
            folded
            text
        ...
        """.utf8)

    private func walk(_ value: JSONValue) {
        _ = (value.string, value.int, value.double, value.path, value.rawBytes)
        #expect(value.line > 0)
        for element in value.elements { walk(element) }
        for (key, member) in value.members {
            #expect(value[key] != nil)
            walk(member)
        }
        #expect((try? JSON(parsing: value.rawBytes)) == JSON(value))
    }

    @Test func `truncation at every byte never crashes`() throws {
        for length in 0...Self.sample.count {
            for document in (try? YAML.documents(Array(Self.sample[..<length]))) ?? [] {
                walk(document.root)
            }
        }
        #expect(try YAML.documents(Self.sample).count == 2)
    }

    @Test func `random changes never crash`() {
        var state: UInt64 = 3
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let common = Array("\n\t -:[]{}&*!|>'\"%@`#,?<~0".utf8)
        for _ in 0..<20_000 {
            var bytes = Self.sample
            for _ in 0...random(4) {
                let index = random(bytes.count)
                switch random(3) {
                case 0: bytes[index] = UInt8(random(256))
                case 1: bytes.remove(at: index)
                default: bytes.insert(common[random(common.count)], at: index)
                }
            }
            for document in (try? YAML.documents(bytes)) ?? [] { walk(document.root) }
        }
    }
}
