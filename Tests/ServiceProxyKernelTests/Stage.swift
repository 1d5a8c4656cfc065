import Foundation
import LinuxSystem
import Nftables
import Testing

/// A network namespace and a folder for manifests, both gone with the test.
final class Stage: Sendable {
    let namespace: NetworkNamespace
    let folder: String

    init() throws {
        namespace = try NetworkNamespace.create()
        folder = try Files.createTemporaryDirectory("svcproxy-test")
        try Files.createDirectories(folder + "/manifests")
    }

    deinit { try? Files.removeTree(folder) }

    var manifests: String { folder + "/manifests" }

    /// Writes a manifest as an editor does: another file renamed over it.
    func write(_ name: String, _ text: String) throws {
        try Files.writeAtomically("\(manifests)/\(name)", Array(text.utf8))
    }

    /// The program under test: beside the tests' own.
    static func svcproxy() throws -> String {
        let own = try CurrentProcess.executablePath()
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return folder.joined(separator: "/") + "/svcproxy"
    }

    struct Answer {
        var status: Int32
        var output: String
        var diagnostics: String
    }

    /// Runs a program in the namespace to its end.
    func run(_ executable: String, _ arguments: String...) throws -> Answer {
        let name = UUID().uuidString
        let ending = try start(executable, arguments, name: name).wait(timeout: .seconds(120))
        return Answer(
            status: ending?.shellStatus ?? -1,
            output: try Files.readText("\(folder)/\(name).out"),
            diagnostics: try Files.readText("\(folder)/\(name).err"))
    }

    /// Starts a program in the namespace, its streams in files `<name>.out` and `<name>.err`.
    func start(
        _ executable: String, _ arguments: [String], name: String
    ) throws -> ChildProcess {
        let output = try Descriptor(opening: "\(folder)/\(name).out", [.writeOnly, .create])
        let errors = try Descriptor(opening: "\(folder)/\(name).err", [.writeOnly, .create])
        var program = ChildProcess.Program(executable, arguments)
        program.networkNamespace = namespace.descriptor
        program.input = .null
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(errors.rawValue)
        program.parentDeathSignal = .kill
        return try ChildProcess.spawnForLife(program)
    }

    /// `svcproxy COMMAND --from <the manifests> --node here …`.
    func proxy(_ command: String, _ more: String...) throws -> Answer {
        let name = UUID().uuidString
        let arguments = [command, "--from", manifests, "--node", "here"] + more
        let ending = try start(try Stage.svcproxy(), arguments, name: name)
            .wait(timeout: .seconds(120))
        return Answer(
            status: ending?.shellStatus ?? -1,
            output: try Files.readText("\(folder)/\(name).out"),
            diagnostics: try Files.readText("\(folder)/\(name).err"))
    }

    /// `nft list ruleset`; a complaint of `nft` fails the test.
    func listing() throws -> String {
        let answer = try run("/usr/sbin/nft", "list", "ruleset")
        try #require(answer.status == 0 && answer.diagnostics.isEmpty, "\(answer.diagnostics)")
        return answer.output
    }

    /// `nft list` of the ruleset of one family.
    func listing(of family: String) throws -> String {
        let answer = try run("/usr/sbin/nft", "list", "ruleset", family)
        try #require(answer.status == 0 && answer.diagnostics.isEmpty, "\(answer.diagnostics)")
        return answer.output
    }

    /// Runs `nft` with one command.
    func nft(_ words: String) throws {
        let answer = try run("/usr/sbin/nft", words)
        try #require(answer.status == 0, "nft \(words): \(answer.diagnostics)")
    }

    /// Waits until something holds; false after ten seconds, unless told otherwise.
    func eventually(
        within time: Duration = .seconds(10), _ holds: () throws -> Bool
    ) throws -> Bool {
        let deadline = Deadline(after: time)
        while !deadline.isOver {
            if try holds() { return true }
            MonotonicClock.sleep(.milliseconds(20))
        }
        return try holds()
    }
}

/// The daemon, ended with the value.
final class Daemon {
    let process: ChildProcess
    private let stage: Stage

    init(_ stage: Stage, _ more: String...) throws {
        self.stage = stage
        process = try stage.start(
            try Stage.svcproxy(),
            ["sync", "-v", "--from", stage.manifests, "--node", "here"] + more, name: "daemon")
    }

    deinit { _ = try? process.stop() }

    /// What it has said so far.
    var log: String { (try? Files.readText(stage.folder + "/daemon.err")) ?? "" }
}
