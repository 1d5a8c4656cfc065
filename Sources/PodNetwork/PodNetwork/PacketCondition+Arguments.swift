import CNIProtocol
import NetworkAddress
import PodRules

// Conditions are arguments of iptables, of which there are more than can be told here: those that
// say where a packet comes from and goes to are known.
extension PacketCondition {
    /// Reads `["!", "-s", "192.0.2.0/24", "-i", "eth0"]`.
    /// - Throws: code 7 for words that cannot be; 2 for those that cannot be translated.
    static func list(
        _ field: ConfigurationField, _ family: AddressFamily
    ) throws(CNIError) -> [PacketCondition] {
        var words = try field.strings()[...]
        var all: [PacketCondition] = []
        while var word = words.popFirst() {
            let isInverted = word == "!"
            if isInverted {
                guard let next = words.popFirst() else {
                    throw field.invalid("an option after \"!\"")
                }
                word = next
            }
            let option = word.hasPrefix("--") ? word.split(separator: "=", maxSplits: 1) : []
            if option.count == 2 {
                word = String(option[0])
                words = [String(option[1])] + words
            }
            guard var value = words.popFirst() else {
                throw field.invalid("a value after \"\(word)\"")
            }
            var inverts = isInverted
            // The order that was usual once.
            if value == "!", let next = words.popFirst() {
                inverts.toggle()
                value = next
            }
            let subject = try subject(word, value, family, field)
            all.append(PacketCondition(subject, isInverted: inverts))
        }
        return all
    }

    private static func subject(
        _ option: String, _ value: String, _ family: AddressFamily, _ field: ConfigurationField
    ) throws(CNIError) -> Subject {
        switch option {
        case "-s", "--source", "--src": return .source(try prefix(value, family, field))
        case "-d", "--destination", "--dst":
            return .destination(try prefix(value, family, field))
        case "-i", "--in-interface":
            let isPlain = value.allSatisfy { $0 != "/" && !$0.isWhitespace }
            guard !value.isEmpty, value.utf8.count <= 15, isPlain else {
                throw field.invalid("an interface's name after \"\(option)\"")
            }
            return .inputInterface(value)
        default:
            throw CNIError(
                .unsupportedField,
                "\(field.path): \"\(option)\" is not supported; -s, -d and -i are, "
                    + "each with \"!\" before it")
        }
    }

    private static func prefix(
        _ text: String, _ family: AddressFamily, _ field: ConfigurationField
    ) throws(CNIError) -> IPPrefix {
        // iptables takes host bits for none.
        if let address = InterfaceAddress(text), address.family == family {
            return address.prefix
        }
        if let address = IPAddress(text), address.family == family { return IPPrefix(address) }
        throw field.invalid("\(family == .ipv4 ? "an IPv4" : "an IPv6") address or prefix")
    }
}
