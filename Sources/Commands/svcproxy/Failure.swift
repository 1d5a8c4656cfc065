import ArgumentParser
import ProxySettings
import ServiceProxy

/// Errors as one line on standard error, and exit status 1.
enum Failure {
    static func told(_ console: Console, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let code as ExitCode {
            throw code
        } catch let error as ConfigurationError {
            console.say("\(error)")
            throw ExitCode(1)
        } catch {
            console.say("\(ProxyError(error, doing: "failed"))")
            throw ExitCode(1)
        }
    }
}
