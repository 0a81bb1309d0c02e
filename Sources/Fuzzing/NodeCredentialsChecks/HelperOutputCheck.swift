import ImagePullCredentials
import ImagePullCredentialsTesting
import NodeCredentials

/// What is promised about answers of Docker credential helpers, to `get` and to `list`. Secrets of the corpus hold the
/// mark.
enum HelperOutputCheck {
  private static let server = "registry.example.com"

  static func check(_ input: [UInt8]) throws(BrokenInvariant) {
    let answer = get(input)
    // Go's decoder reads one value. A number could go on, but is no answer.
    try requireEqual(
      get(input + Array(" x".utf8)) == answer || answer.isFailure, true, "something behind it")
    switch answer {
    case .success(nil): break
    case .success(let credentials?): try check(credentials, of: input)
    case .failure(let error): try check(error, of: input)
    }
    do {
      _ = try DockerCredentialHelper.accounts(in: input, of: "test")
    } catch {
      try check(error, of: input)
    }
  }

  private static func get(
    _ output: [UInt8]
  ) -> Result<HelperCredentials?, DockerCredentialHelperError> {
    do {
      return .success(try HelperCredentials(serverURL: server, output: output, of: "test"))
    } catch {
      return .failure(error)
    }
  }

  private static func check(
    _ credentials: HelperCredentials, of input: [UInt8]
  ) throws(BrokenInvariant) {
    let entry = credentials.entry
    try requireEqual(entry.registryKey, server, "server")
    try requireEqual(credentials.serverURL, server, "server")
    let secret = Array(credentials.revealSecret().utf8)
    if credentials.isIdentityToken {
      try requireEqual(Array(entry.revealIdentityToken().utf8), secret, "token")
      try require(entry.isAnonymous, "a token beside a password")
    } else {
      try requireEqual(Array(entry.revealPassword().utf8), secret, "password")
      try requireEqual(Array(entry.username.utf8), Array(credentials.username.utf8), "username")
      try require(!entry.isAnonymous, "no credentials")
    }
    guard isMarked(input), !SecretMark.isShown(in: credentials.username) else { return }
    try require(!SecretMark.isShown(in: shown(credentials)), "the secret is shown")
  }

  private static func check(
    _ error: DockerCredentialHelperError, of input: [UInt8]
  ) throws(BrokenInvariant) {
    try requireEqual(error.code, .invalidOutput, "code")
    try requireOneLine(error.description)
    guard isMarked(input) else { return }
    try require(!SecretMark.isShown(in: shown(error)), "what the helper wrote is shown")
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
