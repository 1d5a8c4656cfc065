/// Reads a rule's steps as the kernel runs them, and tells what they mean together.
struct RulePrinter {
    /// What a register holds.
    struct Content {
        var text: String
        var type: FieldType
        /// How many registers it fills.
        var words: Int
        /// The field, when it is one as loaded.
        var field: Field?
        /// Bytes that were kept of it: the mask, then what was turned.
        var mask: [UInt8]?
        var xor: [UInt8] = []
        /// An immediate value.
        var value: [UInt8]?
        /// Fewer bytes than the field has: the beginning of an address.
        var prefixBytes: Int?
        var isMap = false
    }

    let family: NftablesFamily
    let text: NftablesText
    let rule: Rule
    /// What is printed; nil where a later statement says it as well.
    private(set) var statements: [String?] = []
    var registers: [Int: Content] = [:]
    /// The lower end of a range whose upper end is compared next.
    var lowerEnd: CompareExpression?
    /// A match on the transport that a later "tcp dport" says as well: its statement, and what.
    private var transport: (statement: Int, number: UInt8)?
    private var network: (statement: Int, number: UInt8)?

    init(family: NftablesFamily, text: NftablesText, rule: Rule) {
        self.family = family
        self.text = text
        self.rule = rule
    }

    /// Ends a statement; nothing that was loaded is used again.
    mutating func say(_ statement: String) {
        statements.append(statement)
        registers = [:]
    }

    /// Says what still waits for more.
    mutating func finish() {
        if let lower = lowerEnd { sayOne(lower) }
        lowerEnd = nil
    }

    /// Leaves out a match on the transport that what is said next implies.
    mutating func forgetTransport(_ number: UInt8) {
        guard let known = transport, known.number == number else { return }
        statements[known.statement] = nil
    }

    /// A match that the next field of the layer above implies.
    mutating func remember(_ field: Field, _ value: [UInt8]) {
        guard let number = value.first else { return }
        switch field {
        case .meta(.l4Protocol): transport = (statements.count - 1, number)
        case .meta(.networkProtocol) where family == .inet || family == .bridge:
            network = (statements.count - 1, number)
        default: break
        }
    }

    mutating func take(_ expression: Expression) {
        if expression.name != CompareExpression.name { finish() }
        switch expression {
        case .payload(let step): load(step)
        case .meta(let step):
            switch step.use {
            case .load(let register): load(.meta(step.key), register)
            case .set(let register):
                saySet("\(Field.meta(step.key).text) set", step.key.type, register)
            }
        case .connection(let step):
            switch step.use {
            case .load(let register): load(.connection(step.key, step.direction), register)
            case .set(let register):
                saySet("ct \(step.key.name) set", step.key.type, register)
            }
        case .fib(let step): load(.fib(step.result, step.flags), step.destination)
        case .number(let step):
            load(
                .number(step.kind, modulus: step.modulus, offset: step.offset),
                step.destination)
        case .hash(let step): load(step)
        case .bitwise(let step): mask(step)
        case .byteOrder: break
        case .immediate(let step): take(step)
        case .compare(let step): sayCompare(step)
        case .range(let step): sayRange(step)
        case .lookup(let step): sayLookup(step)
        case .dynamicSet(let step): sayDynamic(step)
        default: sayStatement(expression)
        }
    }

    // MARK: Loading

    mutating func load(_ field: Field, _ register: Register) {
        guard let word = register.word else { return }
        registers[word] = Content(
            text: field.text, type: field.type, words: field.registerCount, field: field)
    }

    private mutating func load(_ step: PayloadExpression) {
        guard let word = step.destination.word else { return }
        let field = payload(step)
        var content = Content(
            text: field.name, type: field.type, words: (step.length + 3) / 4,
            field: .payload(field))
        if step.length < field.length { content.prefixBytes = step.length }
        registers[word] = content
    }

    /// The field at these bytes; the transport's is known from a match before it.
    private mutating func payload(_ step: PayloadExpression) -> PayloadField {
        let candidates = PayloadField.known.filter {
            $0.base == step.base && $0.offset == step.offset
        }
        switch step.base {
        case .transport:
            let names: [UInt8: String] = [
                6: "tcp", 17: "udp", 132: "sctp", 1: "icmp", 58: "icmpv6",
            ]
            let owner = transport.flatMap { names[$0.number] } ?? "th"
            if let known = candidates.first(where: {
                $0.name.hasPrefix(owner + " ") && $0.length == step.length
            }) {
                if let transport { statements[transport.statement] = nil }
                // Each of the two belongs to one family of addresses.
                if let network, owner == "icmp" || owner == "icmpv6" {
                    statements[network.statement] = nil
                }
                return known
            }
        case .network:
            let owner = networkOwner
            if let known = candidates.first(where: {
                $0.length >= step.length && (owner == nil || $0.name.hasPrefix("\(owner ?? "") "))
            }) {
                if let network { statements[network.statement] = nil }
                return known
            }
        default:
            if let known = candidates.first(where: { $0.length == step.length }) { return known }
        }
        return PayloadField(raw: step.base, offset: step.offset, length: step.length)
    }

    /// `ip` or `ip6`, when the family or a match tells; nil when both may be.
    private var networkOwner: String? {
        switch (family, network?.number) {
        case (.ip, _), (_, 2): "ip"
        case (.ip6, _), (_, 10): "ip6"
        default: nil
        }
    }

    private mutating func load(_ step: HashExpression) {
        guard let word = step.destination.word else { return }
        let tail =
            "mod \(step.modulus)" + (step.seed.map { " seed \(hexadecimal($0, digits: 1))" } ?? "")
            + ((step.offset ?? 0) == 0 ? "" : " offset \(step.offset ?? 0)")
        let source = step.source.map { concatenation(at: $0, bytes: step.length) }
        registers[word] = Content(
            text: source.map { "jhash \($0) \(tail)" } ?? "symhash \(tail)",
            type: .integer(length: 4), words: 1)
    }

    private mutating func mask(_ step: BitwiseExpression) {
        guard let source = step.source.word, let word = step.destination.word,
            var content = registers[source], let mask = step.mask
        else { return }
        content.mask = mask
        content.xor = step.xor ?? []
        registers[word] = content
    }

    private mutating func take(_ step: ImmediateExpression) {
        switch step.content {
        case .verdict(let verdict): say(NftablesText.text(verdict))
        case .value(let bytes):
            guard let word = step.destination.word else { return }
            registers[word] = Content(
                text: "", type: .integer(length: bytes.count), words: (bytes.count + 3) / 4,
                value: bytes)
        }
    }

    // MARK: Keys

    /// The fields that follow each other from a register on; up to so many bytes when it is known.
    func contents(at register: Register, bytes: Int?, before end: Int? = nil) -> [Content] {
        guard var word = register.word else { return [] }
        let last = bytes.map { word + ($0 + 3) / 4 } ?? end ?? 16
        var found: [Content] = []
        while word < last, let content = registers[word] {
            found.append(content)
            word += max(content.words, 1)
        }
        return found
    }

    func concatenation(at register: Register, bytes: Int?, before end: Int? = nil) -> String {
        contents(at: register, bytes: bytes, before: end).map(Self.computed)
            .joined(separator: " . ")
    }
}
