#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Where a password comes from: never from an argument.
enum Password {
  /// The password from where the arguments say.
  static func read(_ arguments: Arguments) throws -> String {
    if let name = arguments.value(of: .passwordEnv) { return try variable(name) }
    guard arguments.has(.passwordStdin) else { throw CreateSecretError.noPassword }
    return try standardInput()
  }

  private static func variable(_ name: String) throws(CreateSecretError) -> String {
    guard let value = getenv(name) else { throw .variableNotSet(name) }
    guard let password = String(validatingCString: value) else {
      throw .passwordNotUTF8("variable \(name)")
    }
    guard !password.isEmpty else { throw .emptyPassword("variable \(name)") }
    return password
  }

  /// All of standard input but for a line break at its end, which `echo` and editors put there. `docker login
  /// --password-stdin` takes it so, too.
  private static func standardInput() throws -> String {
    let file = try Input.read(
      "-", advice: "pullcreds create-secret NAME --docker-username USER --password-stdin < FILE")
    var bytes = file.bytes[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw CreateSecretError.emptyPassword(file.name) }
    guard let password = String(validating: bytes, as: UTF8.self) else {
      throw CreateSecretError.passwordNotUTF8(file.name)
    }
    return password
  }
}

extension Option {
  static let passwordStdin = Option(
    "password-stdin", help: "Read the password from standard input; a line break at its end goes.")

  static let passwordEnv = Option(
    "password-env", value: "VARIABLE", help: "Take the password from this environment variable.")
}
