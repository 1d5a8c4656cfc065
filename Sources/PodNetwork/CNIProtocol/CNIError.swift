import JSON

/// Why a command failed: a code of the specification, one line, and perhaps details.
///
/// It is printed as JSON on standard output, with exit status 1.
/// Source: CNI specification 1.1.0, section "Error".
public struct CNIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The specification's codes, and our own from 100 on.
    public enum Code: Hashable, Sendable {
        /// 1: the configuration asks for a version that is not spoken here.
        case incompatibleVersion
        /// 2: a field of the configuration is known and not supported; the message names it.
        case unsupportedField
        /// 3: the container is unknown or gone; the runtime need not clean up.
        case unknownContainer
        /// 4: a necessary environment variable is missing or invalid; the message names it.
        case invalidEnvironment
        /// 5: reading or writing failed.
        case inputOutput
        /// 6: the bytes are no JSON.
        case decodingFailed
        /// 7: the JSON is no valid configuration.
        case invalidConfiguration
        /// 11: a transient condition; the runtime should try again.
        case tryAgain
        /// 50: STATUS: no ADD can succeed now.
        case notAvailable
        /// 51: STATUS: containers that run have limited connectivity.
        case limitedConnectivity
        /// 100: the kernel refused.
        case kernel
        /// 101: CHECK found something that is not as ADD left it.
        case checkFailed
        /// 102: no address is left.
        case poolExhausted
        /// 103: what should be made is there already.
        case alreadyExists
        /// Any other code, as another plugin reports it.
        case unknown(Int)

        /// The number.
        public var number: Int {
            switch self {
            case .incompatibleVersion: 1
            case .unsupportedField: 2
            case .unknownContainer: 3
            case .invalidEnvironment: 4
            case .inputOutput: 5
            case .decodingFailed: 6
            case .invalidConfiguration: 7
            case .tryAgain: 11
            case .notAvailable: 50
            case .limitedConnectivity: 51
            case .kernel: 100
            case .checkFailed: 101
            case .poolExhausted: 102
            case .alreadyExists: 103
            case .unknown(let number): number
            }
        }

        /// The code of a number.
        public init(number: Int) {
            let named: [Code] = [
                .incompatibleVersion, .unsupportedField, .unknownContainer, .invalidEnvironment,
                .inputOutput, .decodingFailed, .invalidConfiguration, .tryAgain, .notAvailable,
                .limitedConnectivity, .kernel, .checkFailed, .poolExhausted, .alreadyExists,
            ]
            self = named.first { $0.number == number } ?? .unknown(number)
        }
    }

    /// What kind of failure it is.
    public var code: Code
    /// One line for people.
    public var message: String
    /// More lines, where there is more to say.
    public var details: String?

    /// An error.
    public init(_ code: Code, _ message: String, details: String? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// `message (code 7)`, with the details behind a colon.
    public var description: String {
        message + (details.map { ": \($0)" } ?? "") + " (code \(code.number))"
    }

    /// The same failure with what was being done in front of the message.
    public func during(_ activity: String) -> CNIError {
        CNIError(code, "\(activity): \(message)", details: details)
    }
}

extension CNIError {
    /// Reads what a plugin printed; nil when it is no error.
    public init?(_ value: JSONValue) {
        guard let number = value["code"]?.int, number != 0 else { return nil }
        self.init(
            Code(number: number), value["msg"]?.string ?? "",
            details: value["details"]?.string)
    }

    /// The JSON that goes to standard output.
    public func encoded(version: SpecificationVersion?) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            if let version { writer.member("cniVersion", version.rawValue) }
            writer.member("code", code.number)
            writer.member("msg", message)
            if let details { writer.member("details", details) }
        }
        return writer.bytes + [0x0A]
    }
}
