/// Why a file's object was refused. Printed as one line:
/// `manifests/web.yaml:12: Service default/web: spec.ports[0].port: expected an integer from 1 to
/// 65535, found "http"`.
public struct DecodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as the caller named it.
    public var file: String
    /// The line of the value at fault, counted from 1.
    public var line: Int
    /// The object as far as it is known: `Service default/web`; empty when not even its kind is.
    public var object: String
    /// The path of the field: `spec.ports[0].port`; empty when the object as a whole is at fault.
    public var field: String
    /// What was expected and what was found.
    public var reason: String

    /// An error at a place.
    public init(file: String, line: Int, object: String = "", field: String = "", reason: String) {
        self.file = file
        self.line = line
        self.object = object
        self.field = field
        self.reason = reason
    }

    /// `file:line: object: field: reason`.
    public var description: String {
        var text = "\(file):\(line): "
        if !object.isEmpty { text += "\(object): " }
        if !field.isEmpty { text += "\(field): " }
        return text + reason
    }
}

/// Where an object comes from.
public struct SourceLocation: Hashable, Sendable {
    /// The file's path, as errors name it.
    public var file: String

    /// A place in a file.
    public init(file: String) {
        self.file = file
    }
}
