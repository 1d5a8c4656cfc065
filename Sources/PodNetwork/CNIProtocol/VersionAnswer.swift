import JSON

/// The answer to VERSION, and the text for a person who starts a plugin by hand.
public enum VersionAnswer {
    /// `{"cniVersion": …, "supportedVersions": […]}`.
    public static func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("cniVersion", SpecificationVersion.newest.rawValue)
            writer.member(
                "supportedVersions", .strings(SpecificationVersion.allCases.map(\.rawValue)))
        }
        return writer.bytes + [0x0A]
    }

    /// What is printed when there is no `CNI_COMMAND`.
    public static func about(plugin: String) -> String {
        """
        CNI plugin \(plugin) (martlet-cni)
        CNI protocol versions supported: \(SpecificationVersion.list)

        """
    }
}
