// A credential provider plugin for tests, whose last argument says how it behaves, and a Docker credential helper,
// which behaves as its environment says.
//
//   TEST_COUNT_FILE     a byte is appended to this file by each run
//   TEST_REQUEST_FILE   what stands on standard input is appended to this file
//   TEST_KEY            the registry key of the credentials in a response, instead of *.example.com
//   TEST_PID_FILE       the number of a process that tests look for is written to this file
//   TEST_CROWD_FILE     a + is appended to this file when a run begins, and a - when it ends
//   TEST_CALLS_FILE     a helper's name, verb and input are appended to this file, a line each
//   NAME_OUTPUT, NAME_ERROR_OUTPUT
//                       what docker-credential-NAME writes
//   NAME_STATUS         the status with which it exits; if negative, the signal by which it ends; or hanging

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

func write(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(2) }
    bytes = bytes.dropFirst(count)
  }
}

func readInput() -> String {
  var input: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    guard count > 0 else { return String(decoding: input, as: UTF8.self) }
    input += buffer[..<count]
  }
}

func append(_ text: String, toFileNamedBy variable: String) {
  guard let path = getenv(variable) else { return }
  let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  guard file >= 0 else { exit(2) }
  write(text, to: file)
  close(file)
}

func response(
  apiVersion: String = "credentialprovider.kubelet.k8s.io/v1", cacheKeyType: String = "Image",
  cacheDuration: String = "null", password: String = "fake-password"
) -> String {
  """
  {"kind":"CredentialProviderResponse","apiVersion":"\(apiVersion)",\
  "cacheKeyType":"\(cacheKeyType)","cacheDuration":\(cacheDuration),\
  "auth":{"\(variable("TEST_KEY") ?? "*.example.com")":{"username":"robot","password":"\(password)"}}}
  """
}

func hang() -> Never {
  signal(SIGTERM, SIG_IGN)
  while true { sleep(60) }
}

/// Hangs where tests find it.
func hangKnown() -> Never {
  append("\(getpid())\n", toFileNamedBy: "TEST_PID_FILE")
  hang()
}

/// Starts this program again, to behave so, with the same streams.
func start(_ behaviour: String) {
  unsetenv("TEST_COUNT_FILE")
  var child: pid_t = 0
  let program = CommandLine.arguments[0]
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(behaviour), nil]
  defer { for argument in arguments { free(argument) } }
  guard posix_spawn(&child, program, nil, nil, &arguments, environ) == 0 else { exit(2) }
}

/// The descriptors that are open, such as `0,1,2`.
var openDescriptors: String {
  (0..<256).filter { fcntl($0, F_GETFD) >= 0 }.map { "\($0)" }.joined(separator: ",")
}

func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

func actAsHelper(_ name: Substring) -> Never {
  let verb = CommandLine.arguments.dropFirst().joined(separator: " ")
  append("\(name) \(verb) \(readInput())\n", toFileNamedBy: "TEST_CALLS_FILE")
  write(variable("\(name)_OUTPUT") ?? "", to: STDOUT_FILENO)
  write(variable("\(name)_ERROR_OUTPUT") ?? "", to: STDERR_FILENO)
  let status = variable("\(name)_STATUS") ?? "0"
  guard let number = Int32(status) else { hang() }
  if number < 0 { kill(getpid(), -number) }
  exit(number)
}

if let name = CommandLine.arguments[0].split(separator: "/").last,
  name.hasPrefix("docker-credential-")
{
  actAsHelper(name.dropFirst("docker-credential-".count))
}

append(".", toFileNamedBy: "TEST_COUNT_FILE")
let behaviour = CommandLine.arguments.last ?? ""
if behaviour != "deaf" { append(readInput(), toFileNamedBy: "TEST_REQUEST_FILE") }

switch behaviour {
case "good", "deaf": write(response(), to: STDOUT_FILENO)
case "registry": write(response(cacheKeyType: "Registry"), to: STDOUT_FILENO)
case "global": write(response(cacheKeyType: "Global"), to: STDOUT_FILENO)
case "uncached": write(response(cacheDuration: "\"0s\""), to: STDOUT_FILENO)
case "brief": write(response(cacheDuration: "\"10s\""), to: STDOUT_FILENO)
case "slow":
  usleep(200_000)
  write(response(), to: STDOUT_FILENO)
case "echo": write(response(password: "fake-service-account-token"), to: STDOUT_FILENO)
case "environment":
  let names = ["FROM_NODE", "FROM_CONFIG", "FROM_BOTH", "HOME"]
  let values = names.map { variable($0) ?? "-" }
  let arguments = CommandLine.arguments.dropFirst()
  write(
    response(password: (values + arguments).joined(separator: ",")), to: STDOUT_FILENO)
case "failing":
  write("secret-on-stderr", to: STDERR_FILENO)
  exit(3)
case "crashing":
  signal(SIGABRT, SIG_DFL)
  abort()
case "garbage": write("secret-on-stdout", to: STDOUT_FILENO)
case "silent": break
case "flooding": while true { write(String(repeating: "x", count: 1 << 16), to: STDOUT_FILENO) }
case "noisy":
  write(String(repeating: "e", count: 1 << 20), to: STDERR_FILENO)
  write(response(), to: STDOUT_FILENO)
case "wrongVersion":
  write(response(apiVersion: "credentialprovider.kubelet.k8s.io/v1beta1"), to: STDOUT_FILENO)
case "wrongCacheKeyType": write(response(cacheKeyType: "ServiceAccount"), to: STDOUT_FILENO)
case "hanging": hang()
case "forking":
  // Leaves a process behind that holds the pipes open and ignores SIGTERM.
  start("hanging")
  write(response(), to: STDOUT_FILENO)
case "known": hangKnown()
case "leaving":
  // Moves to the group of the one that started it.
  guard setpgid(0, getpgid(getppid())) == 0 else { exit(2) }
  hangKnown()
case "alone":
  guard setsid() > 0 else { exit(2) }
  hangKnown()
case "abandoning":
  // Leaves a process behind that nobody can find.
  start("alone")
  hang()
case "descriptors": write(response(password: openDescriptors), to: STDOUT_FILENO)
case "crowding":
  append("+", toFileNamedBy: "TEST_CROWD_FILE")
  usleep(20_000)
  append("-", toFileNamedBy: "TEST_CROWD_FILE")
  write(response(), to: STDOUT_FILENO)
default: exit(64)
}
