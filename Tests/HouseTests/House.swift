import Foundation
import JSON

/// The project's tree as the tests of the house look at it.
enum House {
    /// The folder that holds `Package.swift`.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A source file: its path from the root, and its lines.
    struct Source: CustomStringConvertible {
        var path: String
        var lines: [String]

        var description: String { path }

        /// `Sources/<wing>/<room>/…` → the room; nil elsewhere.
        var room: String? {
            let parts = path.split(separator: "/")
            guard parts.count > 3, parts[0] == "Sources" else { return nil }
            return String(parts[2])
        }
    }

    /// Every file git would take into a commit, as paths from the root.
    static func files() throws -> [String] {
        try run("git", "ls-files", "--cached", "--others", "--exclude-standard")
            .split(separator: "\n").map(String.init)
            .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
    }

    /// Made by other programs, and not to be read: their rules are not the house's.
    static let generated: Set<String> = ["Sources/NodeAgent/CRIProtocol/cri.pb.swift"]

    /// The Swift files below the given top-level folders.
    static func sources(below folders: String...) throws -> [Source] {
        try files()
            .filter { path in
                path.hasSuffix(".swift") && !generated.contains(path)
                    && folders.contains { path.hasPrefix($0 + "/") }
            }
            .map { path in
                let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
                return Source(path: path, lines: text.components(separatedBy: "\n"))
            }
    }

    /// What `swift package dump-package` says of every room, unaffected by ROOMS.
    static func manifest() throws -> JSONDocument {
        let scratch = FileManager.default.temporaryDirectory
            .appending(path: "martlet-house-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let text = try run(
            "env", "-u", "ROOMS", "swift", "package", "--scratch-path", scratch.path,
            "dump-package")
        return try JSONDocument(parsing: Array(text.utf8))
    }

    /// Runs a program in the root and returns what it printed; throws when it failed.
    static func run(_ words: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(command: words.joined(separator: " "), status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }

    struct Failure: Error {
        var command: String
        var status: Int32
    }
}
