import JSON

/// Bodies of `application/vnd.kubernetes.protobuf` as the JSON trees that they stand for.
///
/// What a tree holds that JSON bodies leave out (empty texts, zeros) the schema drops afterwards.
public enum KubernetesProtobuf {
    /// The media type.
    public static let mediaType = "application/vnd.kubernetes.protobuf"

    /// What every body begins with.
    static let magic: [UInt8] = [0x6b, 0x38, 0x73, 0x00]

    /// The object of a body, with its `kind` and `apiVersion`.
    public static func object(_ body: [UInt8]) throws(ProtobufError) -> JSON {
        guard body.starts(with: magic) else {
            throw ProtobufError(
                "provided data does not appear to be a protobuf message, expected prefix "
                    + "[107 56 115 0]")
        }
        let envelope = try envelope(body.dropFirst(magic.count))
        let name = messageName(kind: envelope.kind, apiVersion: envelope.apiVersion)
        guard MessageTable.kubernetes[name] != nil else {
            throw ProtobufError(
                "no kind \"\(envelope.kind)\" is registered for version \"\(envelope.apiVersion)\"")
        }
        var object = JSONObject()
        object.add("kind", .string(envelope.kind))
        object.add("apiVersion", .string(envelope.apiVersion))
        var decoder = MessageDecoder()
        try decoder.read(envelope.raw, as: name, into: &object)
        return .object(object)
    }

    private struct Envelope {
        var kind = ""
        var apiVersion = ""
        var raw: ArraySlice<UInt8> = []
    }

    /// `runtime.Unknown`: kind and version, then the object's own bytes.
    private static func envelope(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> Envelope {
        var envelope = Envelope()
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            switch try reader.field() {
            case (1, .bytes(let type)):
                var inner = WireReader(type)
                while !inner.isAtEnd {
                    switch try inner.field() {
                    case (1, .bytes(let text)):
                        envelope.apiVersion = String(decoding: text, as: UTF8.self)
                    case (2, .bytes(let text)):
                        envelope.kind = String(decoding: text, as: UTF8.self)
                    default: break
                    }
                }
            case (2, .bytes(let raw)): envelope.raw = raw
            case (3, .bytes(let coding)) where !coding.isEmpty:
                throw ProtobufError("encoded bodies are not taken")
            default: break
            }
        }
        return envelope
    }

    /// Packages are called by the first part of their group's name; options are `meta.v1`'s, in
    /// whichever group they are sent.
    private static func messageName(kind: String, apiVersion: String) -> String {
        if kind.hasSuffix("Options") { return "meta.v1.\(kind)" }
        let parts = apiVersion.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return "core.\(apiVersion).\(kind)" }
        let group = parts[0].split(separator: ".").first ?? ""
        return "\(group).\(parts[1]).\(kind)"
    }
}
