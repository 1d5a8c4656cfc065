import Testing

/// Sizes and words that docs/design/architecture.md sets.
@Suite struct TidyTests {
    /// The rooms that may use unsafe pointers and the C library; `Package.swift` marks the same.
    static let ground: Set<String> = [
        "JSON", "YAML", "LinuxSystem", "NetworkAddress", "Netlink", "CRIProtocol",
        "RemoteStreams",
    ]

    @Test func `no file is longer than 600 lines and half are at most 120`() throws {
        let sources = try House.sources(below: "Sources", "Tests", "Benchmarks")
        for source in sources {
            #expect(source.lines.count <= 600, "\(source) has \(source.lines.count) lines")
        }
        let sizes = try House.sources(below: "Sources").map(\.lines.count).sorted()
        let median = sizes[sizes.count / 2]
        #expect(median <= 120, "the median file has \(median) lines")
    }

    // The formatter's own check passes over string literals and comments.
    @Test func `no line is longer than 100 columns`() throws {
        for source in try House.sources(below: "Sources", "Tests", "Benchmarks") {
            for (number, line) in source.lines.enumerated() where line.count > 100 {
                Issue.record("\(source):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test func `no function is longer than 70 lines`() throws {
        for source in try House.sources(below: "Sources", "Tests", "Benchmarks") {
            for function in functions(in: source) where function.count > 70 {
                Issue.record("\(source):\(function.start): \(function.count) lines")
            }
        }
    }

    @Test func `unsafe pointers stay in the ground rooms`() throws {
        let words = ["Unsafe", "unsafeBitCast", "@unsafe", "unsafe "]
        for source in try House.sources(below: "Sources") {
            guard let room = source.room, !Self.ground.contains(room) else { continue }
            for (number, line) in code(of: source) where words.contains(where: line.contains) {
                Issue.record("\(source):\(number): unsafe outside the ground rooms")
            }
        }
    }

    @Test func `no force, no trap on input, nothing left for later`() throws {
        let words = ["try!", "as!", "fatalError(", "TODO", "FIXME", "XCTSkip", ".disabled("]
        for source in try House.sources(below: "Sources", "Tests", "Benchmarks") {
            guard !source.path.hasSuffix("HouseTests/TidyTests.swift") else { continue }
            for (number, line) in code(of: source) {
                for word in words where line.contains(word) {
                    Issue.record("\(source):\(number): \(word)")
                }
            }
        }
    }

    @Test func `no target is called Utils, Common, Helpers or Manager`() throws {
        // The process is called so by everybody who runs one.
        let term = "Controllers/ControllerManager"
        for source in try House.sources(below: "Sources") where !source.path.contains(term) {
            for word in ["Utils", "Common", "Helpers", "Manager"] {
                #expect(!source.path.contains(word), "\(source)")
            }
        }
    }

    @Test func `the top level holds what belongs there`() throws {
        let expected: Set<String> = [
            "Package.swift", "Sources", "Tests", "cni", "netlab", "README.md", "docs",
            "Benchmarks", "Makefile", "LICENSE", ".swift-format", ".gitignore", ".ci",
        ]
        let found = try House.files().compactMap { $0.split(separator: "/").first.map(String.init) }
        #expect(Set(found) == expected)
    }

    /// Lines that are not comments, with their numbers from 1.
    func code(of source: House.Source) -> [(Int, String)] {
        source.lines.enumerated().compactMap { index, line in
            let text = line.drop { $0 == " " }
            return text.hasPrefix("//") ? nil : (index + 1, line)
        }
    }

    /// Functions by indentation: from `func` or `init` to the brace that closes at its depth.
    func functions(in source: House.Source) -> [(start: Int, count: Int)] {
        var found: [(start: Int, count: Int)] = []
        for (index, line) in source.lines.enumerated() {
            let indent = line.prefix { $0 == " " }
            let words = line.split(separator: " ")
            let isFunction = words.contains("func") || words.contains { $0.hasPrefix("init(") }
            let isDeclaration = isFunction && !line.contains("//") && !line.hasSuffix("}")
            guard isDeclaration, words.first.map({ !$0.hasPrefix(".") && $0 != "return" }) == true
            else { continue }
            let end = source.lines[(index + 1)...].firstIndex(of: indent + "}")
            if let end, source.lines[index...end].contains(where: { $0.hasSuffix("{") }) {
                found.append((index + 1, end - index + 1))
            }
        }
        return found
    }
}
