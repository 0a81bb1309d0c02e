/// A directory of Docker credential helpers, which say what they are told to.
struct HelperDirectory {
  let directory: TemporaryDirectory
  private(set) var environment: [String: String]

  /// What a helper says, and the status with which it exits: a number, a negated signal, or `hanging`.
  struct Script: Sendable {
    var output = ""
    var errorOutput = ""
    var status = "0"
  }

  init(_ helpers: [String: Script]) throws {
    directory = try TemporaryDirectory()
    environment = [
      "PATH": "relative:\(directory.path)/nowhere:\(directory.path)/bin",
      "TEST_CALLS_FILE": "\(directory.path)/calls",
    ]
    let program = try BuiltProducts.path(of: "TestCredentialPlugin")
    for (name, script) in helpers {
      try directory.link("bin/docker-credential-\(name)", to: program)
      environment["\(name)_OUTPUT"] = script.output
      environment["\(name)_ERROR_OUTPUT"] = script.errorOutput
      environment["\(name)_STATUS"] = script.status
    }
  }

  /// Which helpers were called, with verb and input, one call a line.
  var calls: String { (try? directory.read("calls")) ?? "" }
}
