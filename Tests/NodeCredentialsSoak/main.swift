// Runs plugins of every kind a thousand times, in a process of its own, and counts what is left of them.
//
//   NodeCredentialsSoak BIN_DIRECTORY RUNS
//
// Prints `runs=1000 descriptors=0 children=0 survivors=0`: how many descriptors more are open than before,
// how many children were not reaped, and how many processes still run that a plugin started.

import Foundation
import ImagePullCredentials
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
    now: { Date().timeIntervalSince1970 })

  // The first runs make the runtime open what it keeps open.
  func run(_ numbers: Range<Int>) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in numbers {
        if number - numbers.lowerBound >= 8 { try await group.next() }
        let host = behaviours[number % behaviours.count].lowercased()
        let image = try ImageReference("\(host).example.com/app-\(number)")
        group.addTask { _ = await providers.ask(for: image) }
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

guard CommandLine.arguments.count == 3, let runs = Int(CommandLine.arguments[2]) else {
  print("usage: NodeCredentialsSoak BIN_DIRECTORY RUNS")
  exit(64)
}
try await soak(CommandLine.arguments[1], runs: runs)
