import APIMachinery
import JSON

/// How a volume may be mounted.
enum AccessModes {
    private static let short = [
        ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ]

    /// The modes as columns show them: `RWO,ROX`.
    static func text(_ modes: [String]) -> String {
        short.filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
    }

    /// The mistakes of a volume's or a claim's modes.
    static func check(_ modes: [String], _ path: FieldPath) -> [InvalidField] {
        if modes.isEmpty { return [.required(path, "at least 1 access mode is required")] }
        var mistakes: [InvalidField] = []
        let known = [
            "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
        ]
        for mode in modes { mistakes += Choices.check(mode, of: known, path) }
        if modes.contains("ReadWriteOncePod") && modes.count > 1 {
            let why = "may not use ReadWriteOncePod with other access modes"
            mistakes.append(.forbidden(path, why))
        }
        return mistakes
    }

    /// The mistakes of `volumeMode`.
    static func checkVolumeMode(_ mode: String, _ path: FieldPath) -> [InvalidField] {
        mode.isEmpty ? [] : Choices.check(mode, of: ["Block", "Filesystem"], path)
    }
}
