/// Secrets would be shown on a terminal, where they stay to be scrolled back to.
struct SecretOnTerminalError: Error, CustomStringConvertible {
  var description: String {
    "the output holds secrets and is not written to a terminal; pipe it into the command that "
      + "takes it, or into a file of your own: (umask 077; pullcreds … > FILE)"
  }
}
