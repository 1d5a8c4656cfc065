import CLinux

/// A terminal that a program draws: whoever holds this is the screen and the keyboard.
public struct PseudoTerminal: ~Copyable, Sendable {
    /// The screen's end: what is written here is typed, what is read here is shown.
    public let screen: Descriptor

    /// A new terminal. C: posix_openpt
    public init() throws(SystemError) {
        screen = Descriptor(owning: try systemCall("create terminal") { clinux_terminal() })
    }

    /// The terminal of a screen's end.
    public init(screen: consuming Descriptor) { self.screen = screen }

    /// The end for programs; needs no path, so that it works in any mount namespace.
    /// C: TIOCGPTPEER
    public borrowing func openPeer() throws(SystemError) -> Descriptor {
        let number = screen.rawValue
        return Descriptor(
            owning: try systemCall("open terminal") { clinux_terminal_peer(number) })
    }

    /// Sets its size; programs on it get SIGWINCH.
    public borrowing func resize(columns: UInt16, rows: UInt16) throws(SystemError) {
        let number = screen.rawValue
        try systemCall("resize terminal") { clinux_terminal_resize(number, columns, rows) }
    }
}
