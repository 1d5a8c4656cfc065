/// What a runtime says in the environment: the command, and for which container and interface.
public struct CNIInvocation: Sendable {
    /// The command.
    public var command: CNICommand
    /// The runtime's name for the container; empty where the command needs none.
    public var containerID: String
    /// The path of the container's network namespace; may be empty for DEL.
    public var namespacePath: String
    /// The interface's name inside the container; empty where the command needs none.
    public var interfaceName: String
    /// The pairs of `CNI_ARGS`.
    public var arguments: CNIArguments
    /// The folders of `CNI_PATH`.
    public var searchPath: [String]

    /// The container and its interface.
    public var attachment: Attachment {
        Attachment(containerID: containerID, interfaceName: interfaceName)
    }

    /// Reads the environment; nil when there is no `CNI_COMMAND`, which asks for the about text.
    /// - Parameter variable: the value of a variable; nil when it isn't set.
    /// - Throws: code 4, naming the variable.
    public init?(variable: (String) -> String?) throws(CNIError) {
        guard let word = variable("CNI_COMMAND"), !word.isEmpty else { return nil }
        guard let command = CNICommand(rawValue: word) else {
            let known = CNICommand.allCases.map(\.rawValue).joined(separator: ", ")
            throw CNIError(
                .invalidEnvironment, "CNI_COMMAND: \"\(word)\" is unknown; expected one of \(known)"
            )
        }
        let missing = command.requiredVariables.filter { (variable($0) ?? "").isEmpty }
        guard missing.isEmpty else {
            let names = missing.joined(separator: ", ")
            throw CNIError(.invalidEnvironment, "\(command.rawValue) needs \(names)")
        }
        self.command = command
        containerID = variable("CNI_CONTAINERID") ?? ""
        namespacePath = variable("CNI_NETNS") ?? ""
        interfaceName = variable("CNI_IFNAME") ?? ""
        searchPath = (variable("CNI_PATH") ?? "").split(separator: ":").map(String.init)
        // VERSION answers any input, so nothing else is looked at.
        guard command != .version else {
            arguments = CNIArguments()
            return
        }
        let pairs = variable("CNI_ARGS") ?? ""
        // DEL needs none of them, and has to clean up.
        arguments =
            command == .delete
            ? (try? CNIArguments(parsing: pairs)) ?? CNIArguments()
            : try CNIArguments(parsing: pairs)
        if !containerID.isEmpty { try Self.validate(containerID: containerID) }
        if !interfaceName.isEmpty { try Self.validate(interfaceName: interfaceName) }
    }

    static func validate(containerID: String) throws(CNIError) {
        guard Identifier.isValid(containerID) else {
            throw CNIError(
                .invalidEnvironment,
                "CNI_CONTAINERID: \"\(containerID)\" must begin with a letter or digit and hold "
                    + "only letters, digits, '_', '.' and '-'")
        }
    }

    /// The kernel's own rules for interface names.
    static func validate(interfaceName name: String) throws(CNIError) {
        let problem: String? =
            if name.utf8.count > 15 {
                "is longer than 15 bytes"
            } else if name == "." || name == ".." {
                "cannot name an interface"
            } else if name.contains(where: { $0 == "/" || $0 == ":" || $0.isWhitespace }) {
                "must not hold '/', ':' or white space"
            } else {
                nil
            }
        guard let problem else { return }
        throw CNIError(.invalidEnvironment, "CNI_IFNAME: \"\(name)\" \(problem)")
    }
}

/// The specification's rule for container ids and network names: `[a-zA-Z0-9][a-zA-Z0-9_.\-]*`.
public enum Identifier {
    /// Whether a text follows the rule.
    public static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "-")
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
