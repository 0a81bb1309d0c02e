// Runs plugins of every kind a thousand times, in a process of its own, and counts what is left of them.
//
//   NodeCredentialsSoak BIN_DIRECTORY RUNS
//   NodeCredentialsSoak BIN_DIRECTORY ignoring|reaping
//
// Prints `runs=1000 descriptors=0 children=0 survivors=0`: how many descriptors more are open than before,
// how many children were not reaped, and how many processes still run that a plugin started.
//
// In the second form this process ignores SIGCHLD, or reaps all children itself, and runs three plugins.

import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

let behaviours = [
  "good", "deaf", "failing", "crashing", "garbage", "silent", "flooding", "noisy", "wrongVersion",
  "wrongCacheKeyType", "hanging", "forking", "missing",
]
let marker = "NODE_CREDENTIALS_SOAK=\(getpid())"

func openDescriptorCount() throws -> Int {
  #if os(Linux)
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  #else
    try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
  #endif
}

/// Processes that got the marker in their environment, which all that plugins start inherit.
func survivorCount() -> Int {
  let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return processes.filter { process in
    guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else {
      return false
    }
    return environment.split(separator: 0).contains { $0.elementsEqual(marker.utf8) }
  }.count
}

/// Waits until no such process is left, which takes those that were killed a moment; at most ten seconds.
func waitForSurvivors() async throws -> Int {
  for _ in 0..<500 where survivorCount() > 0 { try await Task.sleep(for: .milliseconds(20)) }
  return survivorCount()
}

/// Whether there is a child that was not reaped.
func childCount() -> Int { waitpid(-1, nil, WNOHANG) < 0 && errno == ECHILD ? 0 : 1 }

func config(_ binDirectory: String) throws -> CredentialProviderConfig {
  let providers = behaviours.map { behaviour in
    """
    {"name":"\(behaviour)","matchImages":["\(behaviour.lowercased()).example.com"],
     "defaultCacheDuration":"0s","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
     "args":["\(behaviour)"]}
    """
  }
  let json = """
    {"kind":"CredentialProviderConfig","apiVersion":"kubelet.config.k8s.io/v1",
     "providers":[\(providers.joined(separator: ","))]}
    """
  return try CredentialProviderConfig(json: Array(json.utf8))
}

func soak(_ binDirectory: String, runs: Int) async throws {
  let providers = CredentialProviders(
    try config(binDirectory), binDirectory: binDirectory,
    environment: ["NODE_CREDENTIALS_SOAK": "\(getpid())"],
    limits: ExecutionLimits(
      timeLimit: .milliseconds(150), killDelay: .milliseconds(10), outputLimit: 1 << 16),
    now: { Timestamp(secondsSince1970: Int64(time(nil))) })

  // The first runs make the runtime open what it keeps open.
  func run(_ numbers: Range<Int>) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in numbers {
        if number - numbers.lowerBound >= 8 { try await group.next() }
        let host = behaviours[number % behaviours.count].lowercased()
        let image = try ImageReference("\(host).example.com/app-\(number)")
        group.addTask { _ = await providers.lookUp(image) }
      }
      try await group.waitForAll()
    }
  }
  try await run(0..<16)
  let before = try openDescriptorCount()
  try await run(16..<16 + runs)
  let descriptors = try openDescriptorCount() - before
  let survivors = try await waitForSurvivors()
  print(
    "runs=\(runs) descriptors=\(descriptors) children=\(childCount()) survivors=\(survivors)")
}

/// What becomes of plugins where this process does not leave its children to the library.
func host(_ binDirectory: String, reaping isReaping: Bool) async throws {
  if isReaping {
    Thread.detachNewThread { while true { if waitpid(-1, nil, 0) < 0 { usleep(1000) } } }
  } else {
    signal(SIGCHLD, SIG_IGN)
  }
  let providers = CredentialProviders(
    try config(binDirectory), binDirectory: binDirectory, environment: [:],
    limits: ExecutionLimits(timeLimit: .seconds(2), killDelay: .milliseconds(10)),
    now: { Timestamp(secondsSince1970: 0) })
  for behaviour in ["good", "garbage", "hanging"] {
    let image = try ImageReference("\(behaviour).example.com/app")
    for step in await providers.lookUp(image).steps where step.outcome != .notMatched {
      let isUnknown = "\(step)".contains("its exit status is not known")
      let code = step.error?.code.rawValue ?? step.outcome.rawValue
      print("\(behaviour): \(code)\(isUnknown ? ", exit status not known" : "")")
    }
  }
}

switch CommandLine.arguments.dropFirst().last {
case "ignoring": try await host(CommandLine.arguments[1], reaping: false)
case "reaping": try await host(CommandLine.arguments[1], reaping: true)
case let runs?:
  guard let runs = Int(runs) else { fallthrough }
  try await soak(CommandLine.arguments[1], runs: runs)
default:
  print("usage: NodeCredentialsSoak BIN_DIRECTORY RUNS|ignoring|reaping")
  exit(64)
}
