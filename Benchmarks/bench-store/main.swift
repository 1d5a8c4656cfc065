import Foundation
import LinuxSystem

// Store.commits: durable commits a second of writers at once, beside what the disk takes of one
// flush after the other. Store.reads: a list and an opening with 10,000 objects. Store.size: the
// file under constant updates with compaction.
//
// bench-store [FOLDER [commits] [reads] [size]] measures in a folder's file system.
// bench-store write PATH WRITERS is the child that tests kill: it says what was acknowledged.
// bench-store fill PATH writes until the disk is full.

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "write", arguments.count == 3, let writers = Int(arguments[2]) {
        try await EndlessWriting(path: arguments[1], writers: writers).run()
    } else if arguments.first == "fill", arguments.count == 2 {
        try await Filling(path: arguments[1]).run()
    } else {
        let folder = arguments.first ?? "/var/tmp"
        let parts = arguments.dropFirst()
        let place = try Files.createTemporaryDirectory("bench-store", in: folder)
        defer { try? Files.removeTree(place) }
        if parts.isEmpty || parts.contains("commits") { try await Throughput(folder: place).run() }
        if parts.isEmpty || parts.contains("reads") { try await Reading(folder: place).run() }
        if parts.isEmpty || parts.contains("size") { try await Growth(folder: place).run() }
    }
} catch {
    FileHandle.standardError.write(Data("bench-store: \(error)\n".utf8))
    exit(1)
}
