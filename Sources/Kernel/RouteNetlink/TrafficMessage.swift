import Netlink

/// What messages about disciplines and about filters have in common.
struct TrafficMessage {
    var header: TrafficHeader
    /// C: TCA_KIND
    var kind = ""
    /// What follows from the kind. C: TCA_OPTIONS
    var options: Attribute?
    /// All other attributes.
    var rest: [RawAttribute] = []

    /// What is kept of a message whose kind nobody here knows: the options come first.
    var unknown: [RawAttribute] { (options.map { [RawAttribute($0)] } ?? []) + rest }

    /// Decodes the body of a message.
    init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        header = try TrafficHeader(decoding: &reader)
        var attributes = reader.attributes()
        while let attribute = try attributes.next() {
            switch attribute.type {
            case TrafficField.kind: kind = attribute.string()
            case TrafficField.options: options = attribute
            default: rest.append(RawAttribute(attribute))
            }
        }
    }
}
