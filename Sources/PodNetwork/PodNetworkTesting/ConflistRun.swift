import CNIProtocol
import JSON

/// A list of plugins, called as libcni calls it (what `cnitool` and every runtime stand on).
///
/// Each plugin gets the list's name and version, the capabilities it declares as `runtimeConfig`,
/// and the result before it as `prevResult`; DEL goes backwards with the result that ADD left in a
/// cache. Source: libcni 1.3, `api.go`.
public struct ConflistRun: Sendable {
    /// Where it is called.
    public let wire: Wire
    /// The list, as in a `.conflist`.
    public var list: JSON
    /// Whose plugins are called.
    public var implementation: Implementation
    /// Types that the other implementation is called for.
    public var strangers: Set<String>
    /// The folder of ours where they were installed; nil calls the program where it was built.
    public var installed: String?

    /// A run of a list.
    public init(
        _ list: JSON, on wire: Wire, by implementation: Implementation = .ours,
        strangers: Set<String> = []
    ) {
        self.wire = wire
        self.list = list
        self.implementation = implementation
        self.strangers = strangers
    }

    /// What a runtime wants for one container.
    public struct Request: Sendable {
        /// The pod of the wire, also its container id.
        public var pod: String
        /// The interface's name in it.
        public var interface: String
        /// By capability: `portMappings`, `bandwidth`, …
        public var capabilities: JSONObject
        /// `CNI_ARGS`.
        public var arguments: String
        /// The namespace's path, when it isn't the pod's: empty for one that is gone.
        public var namespace: String?

        /// A request.
        public init(
            _ pod: String, interface: String = "eth0", capabilities: JSON = .object(JSONObject()),
            arguments: String = "", namespace: String? = nil
        ) {
            self.pod = pod
            self.interface = interface
            self.capabilities = capabilities.object ?? JSONObject()
            self.arguments = arguments
            self.namespace = namespace
        }
    }

    /// The list's name.
    public var name: String { list["name"]?.string ?? "" }
    /// The version that the list is in; the newest one that is spoken here when it names several.
    public var version: SpecificationVersion {
        let named = [list["cniVersion"]].compactMap { $0 } + (list["cniVersions"]?.array ?? [])
        return named.compactMap { $0.string.flatMap(SpecificationVersion.init(rawValue:)) }.max()
            ?? .unnamed
    }
    var plugins: [JSON] { list["plugins"]?.array ?? [] }

    /// Who is called for a type.
    public func implementation(of type: String) -> Implementation {
        strangers.contains(type) ? implementation.other : implementation
    }

    func executable(_ type: String) throws -> String {
        let implementation = implementation(of: type)
        if let installed, implementation == .ours { return "\(installed)/\(type)" }
        return try implementation.executable(type)
    }
}

/// A plugin of a list that failed; the rest of the list was not called.
public struct ConflistFailure: Error, CustomStringConvertible {
    /// The plugin's type.
    public var plugin: String
    /// What it was asked.
    public var command: CNICommand
    /// What it answered.
    public var answer: Answer

    /// The error that it printed.
    public var error: CNIError? { answer.error }

    /// In one line.
    public var description: String {
        "\(plugin) \(command.rawValue): \(error?.description ?? answer.text) \(answer.diagnostics)"
    }
}

/// A command that libcni does not send: the list's version has no such command.
public struct ConflistTooOld: Error {
    /// The command.
    public var command: CNICommand
}
