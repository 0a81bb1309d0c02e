import ImagePullCredentials

/// The command `pullcreds`: `pullcreds SUBCOMMAND ARGUMENT…`.
@main
struct PullCreds {
  static func main() {
    let result = run(Array(CommandLine.arguments.dropFirst()))
    do {
      try write(result.output)
    } catch {
      report(message(of: error))
      ExitStatus.unusable.endProcess()
    }
    result.status.endProcess()
  }

  private static func write(_ output: CommandResult.Output) throws {
    let file = FileDescriptor.standardOutput
    switch output {
    case .text(let text): try file.write(text)
    case .secret(let document):
      guard !file.isTerminal else { throw SecretOnTerminalError() }
      try file.write(secret: document)
    }
  }

  /// Runs the command line `arguments`. Reports errors on standard error.
  private static func run(_ arguments: [String]) -> CommandResult {
    let warnings = Warnings()
    let result = Result { try Subcommand.run(arguments, warnings: warnings) }
    for warning in warnings.all { report(warning) }
    switch result {
    case .success(let result): return result
    case .failure(let error):
      report(message(of: error))
      return CommandResult("", .unusable)
    }
  }

  private static func message(of error: any Error) -> SafeText {
    if let error = error as? any CommandError { return error.message }
    return "\(sentence: "\(error)")"
  }

  private static func report(_ message: SafeText) {
    var page = TextPage()
    page.paragraph("pullcreds: \(message)", hanging: 2)
    // If standard error is closed, nothing else is possible.
    try? FileDescriptor.standardError.write(page.text)
  }
}

/// An error of the command. Its message says what is wrong, where, and what to do, without secrets.
protocol CommandError: Error, CustomStringConvertible {
  var message: SafeText { get }
}

extension CommandError {
  var description: String { message.text }
}

/// Secrets would be shown on a terminal, and stay in its scrollback.
struct SecretOnTerminalError: CommandError {
  var message: SafeText {
    """
    the output holds secrets and is not written to a terminal; pipe it into the command that \
    takes it, or into a file of your own: (umask 077; pullcreds … > FILE)
    """
  }
}
