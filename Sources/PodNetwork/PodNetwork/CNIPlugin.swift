import CNIProtocol

/// A plugin that the program acts as; one value for each run.
///
/// What a configuration says is decoded by the command that needs it, not by `init`: DEL and GC
/// have to work with a configuration that ADD refuses.
protocol CNIPlugin {
    /// What the runtime says in the environment.
    var invocation: CNIInvocation { get }
    /// What it says on standard input.
    var configuration: NetworkConfiguration { get }

    init(invocation: CNIInvocation, configuration: NetworkConfiguration)

    /// ADD. On an error, nothing that it made stays.
    func add() throws(CNIError) -> CNIResult
    /// DEL. Tries all steps; what is gone already is no error.
    func delete() throws(CNIError)
    /// CHECK: whether all that ADD made is there.
    /// - Throws: code 101, naming what is not.
    func check() throws(CNIError)
    /// GC: removes all of the network's that belongs to none of these; goes on past errors.
    func collect(keeping valid: Set<Attachment>) throws(CNIError)
    /// STATUS: whether an ADD can succeed.
    /// - Throws: code 50, saying what is missing.
    func requireReadiness() throws(CNIError)
}

extension CNIPlugin {
    /// The container and its interface.
    var attachment: Attachment { invocation.attachment }

    /// Runs the command; the result is nil for commands that print nothing.
    static func run(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> CNIResult? {
        let plugin = Self(invocation: invocation, configuration: configuration)
        switch invocation.command {
        case .add: return try plugin.add()
        case .delete: try plugin.delete()
        case .check: try plugin.check()
        case .garbageCollect: try plugin.collect(keeping: configuration.attachmentsToKeep())
        case .status: try plugin.requireReadiness()
        case .version: break
        }
        return nil
    }
}
