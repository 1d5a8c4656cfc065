import AddressManagement
import CNIProtocol
import JSON
import LinuxSystem

/// Addresses from another program: `dhcp`, `whereabouts` and the like, found in `CNI_PATH`.
///
/// It gets this plugin's configuration as it is, and this plugin's environment. The specification
/// calls this delegation (section 4).
struct DelegatedSource: AddressSource {
    let type: String
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    init(
        type: String, _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) {
        self.type = type
        self.invocation = invocation
        self.configuration = configuration
    }

    func reserve() throws(CNIError) -> AddressGrant {
        AddressGrant(result: try CNIResult(parsing: try run(.add)))
    }

    func undo(_ grant: AddressGrant) { _ = try? run(.delete) }

    /// A program that is not there gave nothing either, unless a result says that it did: DEL
    /// follows the ADD that failed for want of it.
    func release() throws(CNIError) {
        let hasGiven = configuration.previousResult.map { !$0.addresses.isEmpty } ?? false
        if executable == nil, !hasGiven { return }
        _ = try run(.delete)
    }

    func check(_ addresses: [ResultAddress]) throws(CNIError) { _ = try run(.check) }

    func collect(keeping valid: Set<Attachment>) -> [String] {
        do throws(CNIError) {
            _ = try run(.garbageCollect)
            return []
        } catch {
            return error.code == .incompatibleVersion ? [] : [error.description]
        }
    }

    func requireReadiness() throws(CNIError) {
        do throws(CNIError) {
            _ = try run(.status)
        } catch {
            // Plugins from before 1.1.0 know no STATUS, and say so by a code for that or none.
            guard error.code != .incompatibleVersion, error.code != .invalidEnvironment else {
                return
            }
            throw CNIError(.notAvailable, error.message, details: error.details)
        }
    }

    /// Where the program is; nil when it is in none of the folders.
    private var executable: String? {
        invocation.searchPath.map { "\($0)/\(type)" }.first { Files.exists($0) }
    }

    /// Runs the program with a command.
    /// - Returns: what it printed.
    /// - Throws: the error that it printed, with its name in front.
    private func run(_ command: CNICommand) throws(CNIError) -> [UInt8] {
        guard let executable else {
            let folders = invocation.searchPath.joined(separator: ", ")
            throw configuration.ipam["type"].invalid(
                "a plugin that is in CNI_PATH (\(folders.isEmpty ? "empty" : folders))")
        }
        guard let value = configuration.root.value else { return [] }
        let (ending, output) = try CNIError.wrapping("run \(executable)") {
            try Self.answer(executable, command, JSON(value).serialized())
        }
        if ending == .exited(0) { return output }
        if let document = try? JSONDocument(parsing: output),
            let failure = CNIError(document.root)
        {
            throw failure.during("ipam \(type)")
        }
        throw CNIError(
            .inputOutput,
            "ipam \(type): \(command.rawValue) ended with status "
                + "\(ending?.shellStatus ?? -1) and said nothing of why")
    }

    private static func answer(
        _ executable: String, _ command: CNICommand, _ input: [UInt8]
    ) throws -> (ChildProcess.Ending?, [UInt8]) {
        // Files hold any amount without anyone reading, unlike pipes.
        let incoming = try Descriptor.temporary()
        try incoming.write(input)
        try incoming.rewind()
        let outgoing = try Descriptor.temporary()
        var program = ChildProcess.Program(executable)
        program.environment =
            Environment.entries.filter { !$0.hasPrefix("CNI_COMMAND=") }
            + ["CNI_COMMAND=\(command.rawValue)"]
        program.input = .descriptor(incoming.rawValue)
        program.output = .descriptor(outgoing.rawValue)
        let ending = try ChildProcess.spawn(program).wait()
        try outgoing.rewind()
        return (ending, try outgoing.readAll())
    }
}
