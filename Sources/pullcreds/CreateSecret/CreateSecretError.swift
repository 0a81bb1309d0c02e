import ImagePullCredentials

/// Why no manifest of a Secret is printed. Never shows what may be a password.
enum CreateSecretError: Error, CustomStringConvertible {
  case passwordAsArgument
  case severalNames
  case noPassword
  /// The variable that was named is not set.
  case variableNotSet(String)
  /// The password, from where the text says, has no character.
  case emptyPassword(String)
  case passwordNotUTF8(String)
  /// The docker config file of that name cannot be used.
  case file(String, PullSecretManifest.CreationError)
  /// The Secret in the file of that name cannot be used.
  case secret(String, Secret.UpdateError)

  var description: String {
    switch self {
    case .passwordAsArgument:
      "a password is not taken from an argument, which others can see in the process list and "
        + "which shells keep; pipe it in with --password-stdin, or name a variable that holds it "
        + "with --password-env. The one just given should be replaced"
    case .severalNames: "one NAME is expected, and no other word without an option"
    case .noPassword: "the password is missing: --password-stdin or --password-env VARIABLE"
    case .variableNotSet(let name): "the environment has no variable \(name)"
    case .emptyPassword(let source): "the password from \(source) is empty"
    case .passwordNotUTF8(let source): "the password from \(source) is not UTF-8"
    case .file(let file, let error): "\(file): \(error)"
    case .secret(let file, let error): "\(file): \(error)"
    }
  }
}
