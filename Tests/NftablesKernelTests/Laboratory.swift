import Foundation
import LinuxSystem
import Netlink
import Nftables
import Testing

/// A network namespace of its own, and the tools that look into it.
final class Laboratory: Sendable {
    let name: String
    let namespace: NetworkNamespace
    let nftables: NftablesSocket

    init() throws {
        name =
            "nft-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        namespace = try NetworkNamespace.create(name: name)
        nftables = try NftablesSocket(in: namespace)
    }

    deinit {
        try? NetworkNamespace.remove(name: name)
    }

    struct Output {
        var text: String
        var errors: String
        var status: Int32
    }

    /// Runs `nft` inside; what it needs is installed by `make test`.
    func nft(_ words: String..., input: String? = nil) throws -> Output {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ip", "netns", "exec", name, "nft"] + words
        // Files, not pipes: a long listing must not fill one.
        let folder = FileManager.default.temporaryDirectory
        let out = folder.appending(path: "\(name)-\(UUID().uuidString)")
        let err = folder.appending(path: "\(name)-\(UUID().uuidString)")
        defer {
            try? FileManager.default.removeItem(at: out)
            try? FileManager.default.removeItem(at: err)
        }
        for file in [out, err] {
            try Data().write(to: file)
        }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        if let input { try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return Output(
            text: try String(contentsOf: out, encoding: .utf8),
            errors: try String(contentsOf: err, encoding: .utf8),
            status: process.terminationStatus)
    }

    /// The whole ruleset as `nft` lists it; throws when `nft` fails.
    func listing() throws -> String {
        let output = try nft("list", "ruleset")
        guard output.status == 0, output.errors.isEmpty else { throw Failure(output: output) }
        return output.text
    }

    struct Failure: Error {
        var output: Output
    }

    /// The whole ruleset as it is read and printed here.
    func ownListing() throws -> String {
        var text = ""
        for table in try nftables.tables() {
            let sets = try nftables.sets(in: table.reference)
            var elements: [String: [Element]] = [:]
            for set in sets { elements[set.name] = try nftables.elements(of: set) }
            text += NftablesText(sets: sets, anonymousElements: elements).text(
                table, sets: sets, elements: elements,
                chains: try nftables.chains(in: table.reference),
                rules: try nftables.rules(in: table.reference))
        }
        return text
    }

    /// What is printed here of the kernel's ruleset is what `nft` prints, line by line.
    func expectSameListing() throws {
        let own = try ownListing().split(separator: "\n", omittingEmptySubsequences: false)
        let listed = try listing().split(separator: "\n", omittingEmptySubsequences: false)
        for change in own.difference(from: listed) {
            switch change {
            case .insert(_, let line, _): Issue.record("only here: \(line)")
            case .remove(_, let line, _): Issue.record("only nft: \(line)")
            }
        }
    }
}
