import LinuxSystem

/// What stands under an address's name in a network's folder.
enum ReservationContent: Hashable, Sendable {
    /// Nothing.
    case absent
    /// A file that names nobody: empty, or zeros, as a plugin leaves it that dies while writing, or
    /// a loss of power.
    case nobody
    /// A reservation.
    case held(ReservationOwner)
    /// Nothing that an address plugin writes: a folder, a link, a file far too long.
    case foreign(SystemError)
    /// It could not be read, and may be anybody's.
    case unreadable(SystemError)

    /// Reads a file, whatever it is.
    init(path: String) {
        do throws(SystemError) {
            let bytes = try Files.readSmall(path, limit: StateFile.limit)
            self = ReservationOwner(decoding: bytes).map(Self.held) ?? .nobody
        } catch {
            switch error.errno {
            case .enoent: self = .absent
            case .eloop, .eisdir, .einval, .efbig, .enxio: self = .foreign(error)
            default: self = .unreadable(error)
            }
        }
    }

    /// Who holds it, as far as that is known.
    var owner: ReservationOwner? {
        if case .held(let owner) = self { owner } else { nil }
    }

    /// Whether the address may be given to somebody.
    var isFree: Bool { self == .absent || self == .nobody }
}
