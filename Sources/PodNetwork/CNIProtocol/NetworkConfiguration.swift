import JSON

/// A plugin's configuration: what every plugin's has, and the fields that are its own.
public struct NetworkConfiguration: Sendable {
    /// The version the result is asked in.
    public let version: SpecificationVersion
    /// The network's name.
    public let name: String
    /// The plugin that the configuration is for.
    public let type: String
    /// The whole configuration, for a plugin's own fields.
    public let root: ConfigurationField
    /// DNS settings of the network, which go into the result.
    public let dns: DNSSettings
    /// What the plugins before this one, or ADD itself, made.
    public let previousResult: CNIResult?
    /// What GC must keep; nil when the configuration does not say.
    public let validAttachments: [Attachment]?

    /// The configuration of the address plugin.
    public var ipam: ConfigurationField { root["ipam"] }
    /// What the runtime adds for capabilities.
    public var runtimeConfig: ConfigurationField { root["runtimeConfig"] }
    /// Arguments by convention.
    public var arguments: ConfigurationField { root["args"]["cni"] }

    /// Reads standard input.
    /// - Throws: code 6 when it is no JSON; 1 for a version that is not spoken, or that lacks the
    ///   command; 7 for a value that cannot be.
    public init(parsing bytes: [UInt8], for command: CNICommand) throws(CNIError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw CNIError(.decodingFailed, "the configuration on standard input: \(error)")
        }
        root = ConfigurationField(document.root)
        guard document.root.kind == .object else { throw root.invalid("an object") }
        version = try Self.version(in: root)
        guard version >= command.since else {
            throw CNIError(
                .incompatibleVersion,
                "\(command.rawValue) needs cniVersion \(command.since.rawValue) or later; "
                    + "the configuration says \(version.rawValue)")
        }
        name = try root["name"].required(\.string, "the network's name")
        guard Identifier.isValid(name) else {
            throw root["name"].invalid(
                "a letter or digit, then letters, digits, '_', '.' and '-'")
        }
        if command == .delete || command == .garbageCollect {
            // What ADD refuses must not keep them from cleaning up.
            type = (try? root["type"].string()) ?? ""
            dns = DNSSettings()
            previousResult = try? Self.previousResult(in: root)
        } else {
            type = try root["type"].string() ?? ""
            for field in [root["ipam"], root["runtimeConfig"], root["args"], root["args"]["cni"]] {
                try field.requireObject()
            }
            dns = try DNSSettings(root["dns"])
            previousResult = try Self.previousResult(in: root)
        }
        validAttachments = command == .garbageCollect ? try Attachment.valid(in: root) : nil
    }

    private static func previousResult(
        in root: ConfigurationField
    ) throws(CNIError) -> CNIResult? {
        let field = root["prevResult"]
        try field.requireObject()
        return field.isPresent ? try CNIResult(field) : nil
    }

    /// GC: the attachments to keep.
    /// - Throws: code 7 when the configuration does not say: an omission must not remove all.
    public func attachmentsToKeep() throws(CNIError) -> Set<Attachment> {
        guard let validAttachments else {
            throw root["cni.dev/valid-attachments"].invalid("the attachments to keep")
        }
        return Set(validAttachments)
    }

    /// The version a configuration names.
    /// - Throws: code 1, listing what is spoken here.
    static func version(in root: ConfigurationField) throws(CNIError) -> SpecificationVersion {
        guard let text = try root["cniVersion"].string(), !text.isEmpty else { return .unnamed }
        guard let version = SpecificationVersion(rawValue: text) else {
            throw CNIError(
                .incompatibleVersion, "cniVersion \"\(text)\" is not supported",
                details: "supported: \(SpecificationVersion.list)")
        }
        return version
    }

    /// The version named by bytes that may be no configuration at all; for the answer to an error.
    public static func version(namedBy bytes: [UInt8]) -> SpecificationVersion? {
        guard let document = try? JSONDocument(parsing: bytes) else { return nil }
        return document.root["cniVersion"]?.string.flatMap(SpecificationVersion.init(rawValue:))
    }
}
