import KubernetesAPI
import LinuxSystem
import YAML

/// Why manifests can't be read. One line, with the file and, where there is one, the line.
public enum ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file or folder can't be opened or read.
    case unreadable(SystemError)
    /// A file is no YAML and no JSON.
    case syntax(file: String, YAMLError)
    /// An object was refused.
    case object(DecodeError)
    /// The same object is there twice; each place as `file:line`.
    case duplicate(ObjectKey, first: String, second: String)

    /// `manifests/web.yaml:3:5: …`.
    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .syntax(let file, let error): "\(file):\(error.line):\(error.column): \(error.message)"
        case .object(let error): error.description
        case .duplicate(let key, let first, let second):
            "\(second): \(key) is already defined at \(first)"
        }
    }
}
