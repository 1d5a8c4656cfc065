import AddressManagement
import CNIProtocol
import LinuxSystem

/// A run of the program `martlet-cni`, which acts as the plugin it is called as.
public enum PluginProgram {
    /// What a run prints, and how it ends.
    public struct Outcome: Sendable {
        /// For standard output: a result or an error in JSON, or nothing.
        public var output: [UInt8] = []
        /// For standard error: text for people.
        public var notice = ""
        /// The exit status: 0 or 1.
        public var status: Int32 = 0
    }

    /// Reads environment and standard input, does what they ask, and ends the process.
    ///
    /// - Parameter arguments: what the program was called as, and the words behind that.
    public static func main(_ arguments: [String]) -> Never {
        let name = Files.name(of: arguments.first ?? "")
        if arguments.count > 1, arguments.contains("--trace") {
            StepTrace.begin(.plain)
        } else if let text = Environment.value("TRACEPARENT"),
            let form = StepTrace.Form(traceParent: text)
        {
            StepTrace.begin(form)
        }
        let outcome = run(calledAs: name, variable: Environment.value) {
            try StandardStream.input.readAll()
        }
        // Nobody is left to tell when the runtime does not read the answer.
        if !outcome.notice.isEmpty { try? StandardStream.error.write(outcome.notice) }
        if !outcome.output.isEmpty { try? StandardStream.output.write(outcome.output) }
        CurrentProcess.exit(outcome.status)
    }

    /// Does what environment and input ask of the plugin of a name.
    public static func run(
        calledAs name: String, variable: (String) -> String?, input: () throws -> [UInt8]
    ) -> Outcome {
        var version: SpecificationVersion?
        do throws(CNIError) {
            guard let invocation = try CNIInvocation(variable: variable) else {
                return Outcome(notice: VersionAnswer.about(plugin: name))
            }
            let bytes = try CNIError.wrapping("read the configuration") { try input() }
            if invocation.command == .version { return Outcome(output: VersionAnswer.encoded()) }
            version = NetworkConfiguration.version(namedBy: bytes)
            let configuration = try NetworkConfiguration(
                parsing: bytes, for: invocation.command)
            let plugin = try plugin(name, configuration)
            let result = try StepTrace.step(
                "\(plugin.rawValue) \(invocation.command.rawValue)"
            ) { () throws(CNIError) in try plugin.run(invocation, configuration) }
            return Outcome(output: result?.encoded(configuration.version) ?? [])
        } catch {
            return Outcome(output: error.encoded(version: version), status: 1)
        }
    }

    /// The plugin of the name the program is called by, or of the type that the configuration
    /// names when the program is called by its own name.
    private static func plugin(
        _ name: String, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> Plugin {
        if let plugin = Plugin(rawValue: name) ?? Plugin(rawValue: configuration.type) {
            return plugin
        }
        let known = Plugin.allCases.map(\.rawValue).joined(separator: ", ")
        throw CNIError(
            .invalidConfiguration,
            "called as \"\(name)\" for a network of type \"\(configuration.type)\"; "
                + "this program acts as \(known)")
    }
}
