import APIMachinery
import JSON

/// Quantities of resources as fields hold them.
enum Quantities {
    static func resource(_ name: String, _ value: JSON, _ path: FieldPath) -> [InvalidField] { [] }
}
