/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-help-topics.h"

#include <glib/gi18n-lib.h>

/* Terms that the interface shows are written as there, so that both are translated alike. What is
 * said of how tasks are executed and measured is explained in full where that is done: engine/,
 * work/ and model/. Translators: keep the tags and addresses of the markup as they are. */

static const TelarHelpPassage words[] = {
  { .text = N_ ("Telar executes the same tasks in different ways and draws what ran when, "
                "and where. These are the words that the window, the command line and this "
                "manual use.") },
  { .heading = N_ ("What is to be done") },
  { .term = N_ ("Input"),
    .text = N_ ("What is worked on: the address of a page, or a number. Most often there is "
                "one on each line; see <a href=\"topic:inputs\">Inputs</a>.") },
  { .term = N_ ("Workload"),
    .text = N_ ("What is done with each input, such as finding the headings of a page or "
                "counting primes; see <a href=\"topic:workloads\">Workloads</a>.") },
  { .term = N_ ("Task"),
    .text = N_ ("One input under one workload: the smallest thing that is executed as a "
                "whole.") },
  { .term = N_ ("Plan"),
    .text = N_ ("The workload, its parameters, the tasks, and which of them wait for which "
                "others: what would be run.") },
  { .heading = N_ ("How it is done") },
  { .term = N_ ("Strategy"),
    .text = N_ ("How the tasks are executed: Sequential, Threads, Async or Processes; see "
                "<a href=\"topic:strategies\">Strategies</a>.") },
  { .term = N_ ("Worker"),
    .text = N_ ("What executes tasks, one at a time: a thread, a process, or a place in the "
                "event loop.") },
  { .term = N_ ("Run"),
    .text = N_ ("One execution of a plan by one strategy, with its chart, its results and "
                "its <a href=\"topic:figures\">figures</a>.") },
  { .term = N_ ("Workers"),
    .text = N_ ("How many workers there are. Sequential always has one. In Async it is how "
                "many tasks are under way at once, and 0 stands for all. There are never "
                "more workers than tasks.") },
  { .heading = N_ ("What is drawn") },
  { .term = N_ ("Lane"), .text = N_ ("A row of the chart that belongs to one worker.") },
  { .term = N_ ("Span"),
    .text = N_ ("A stretch of time in which one task is in one phase on one lane.") },
  { .term = N_ ("Phase"),
    .text = N_ ("What a task is at during a span: waiting for an answer, computing, "
                "sleeping and so on; see <a href=\"topic:phases\">Phases</a>.") },
  { .heading = N_ ("What becomes of a task") },
  { .term = N_ ("Waiting"),
    .text = N_ ("It has not begun: it waits for a worker, or for the tasks that it depends "
                "on.") },
  { .term = N_ ("Running"),
    .text = N_ ("It has begun and not yet ended, even while it waits for an answer.") },
  { .term = N_ ("Succeeded"), .text = N_ ("It came to its end and has a result.") },
  { .term = N_ ("Failed"),
    .text = N_ ("It ended with an error, which its row of the results tells.") },
  { .term = N_ ("Cancelled"),
    .text = N_ ("The run was stopped before it came to its end; what had ended by then "
                "keeps its result.") },
  { .term = N_ ("Skipped"),
    .text = N_ ("A task that it depends on did not succeed, so it never began.") },
};

static const TelarHelpPassage strategies[] = {
  { .text = N_ ("Every strategy does the same work with the same code; only who does what, "
                "and when, is different. None of them runs in the thread that draws the "
                "window, and each run fetches over fresh connections, so that strategies "
                "compare fairly.") },
  { .heading = N_ ("One after another") },
  { .term = N_ ("Sequential"),
    .text = N_ ("A single thread takes one task after another. To fetch a page it calls "
                "<tt>soup_session_send_async()</tt> of libsoup in a <tt>GMainContext</tt> "
                "of its own, in which it sleeps until this one page is there; to sleep it "
                "calls <tt>ppoll()</tt>.") },
  { .text = N_ ("<i>In Python:</i> a plain <tt>for</tt> loop with <tt>requests.get()</tt> "
                "or <tt>time.sleep()</tt>.") },
  { .heading = N_ ("A pool of threads") },
  { .term = N_ ("Threads"),
    .text = N_ ("Each task is a <tt>GTask</tt>, executed on a <tt>GThreadPool</tt> of "
                "exactly as many threads as there are workers. The pool belongs to this run "
                "alone: that of <tt>g_task_run_in_thread()</tt> is shared by the whole "
                "program. Each thread has connections of its own and does with a task just "
                "what Sequential does.") },
  { .text = N_ ("<i>In Python:</i> <tt>threading.Thread</tt>, or a "
                "<tt>ThreadPoolExecutor(max_workers=N)</tt> of <tt>concurrent.futures</tt>. "
                "There the interpreter lock lets only one thread compute at a time; here "
                "threads compute on as many cores as there are, unless that lock is <a "
                "href=\"topic:sharing\">simulated</a>.") },
  { .heading = N_ ("An event loop") },
  { .term = N_ ("Async"),
    .text = N_ ("One thread with a <tt>GMainContext</tt> as its thread default, in which "
                "the tasks take turns: pages come by <tt>soup_session_send_async()</tt>, "
                "sleeps end by a timer of the loop (a <tt>GSource</tt>). No more tasks are "
                "under way at once than there are workers, each in a place of its own; with "
                "0, all are, up to 1000.") },
  { .text = N_ ("Whoever waits costs nothing. Whoever computes keeps the only thread for "
                "itself and blocks the loop, unless it <a "
                "href=\"topic:workloads\">yields</a>.") },
  { .text = N_ ("<i>In Python:</i> <tt>asyncio.run()</tt> with <tt>asyncio.gather()</tt>, "
                "pages by aiohttp, and <tt>asyncio.sleep()</tt>; a worker count is an "
                "<tt>asyncio.Semaphore</tt>, and to yield is <tt>await "
                "asyncio.sleep(0)</tt>.") },
  { .heading = N_ ("Worker processes") },
  { .term = N_ ("Processes"),
    .text = N_ ("As many <tt>telar-worker</tt> programs as there are workers are started "
                "with a <tt>GSubprocessLauncher</tt> and fed through pipes; each message is "
                "a <tt>GVariant</tt> behind its length. Each process executes its tasks one "
                "at a time, just as Sequential does, and shares no memory with the others. "
                "Tasks shorter than half a millisecond travel several at once.") },
  { .text = N_ ("A worker that dies fails the task that it executed, with what it wrote to "
                "its standard error, and is replaced.") },
  { .text = N_ ("<i>In Python:</i> <tt>multiprocessing.Pool</tt>, or a "
                "<tt>ProcessPoolExecutor</tt> of <tt>concurrent.futures</tt>, whose tasks "
                "and results travel pickled.") },
  { .heading = N_ ("Which one suits") },
  { .text = N_ ("Tasks that mostly wait gain from Threads and most of all from Async; tasks "
                "that compute gain from Threads and Processes, up to the number of cores. "
                "The <a href=\"topic:verdict\">verdict</a> after each run says what it was.") },
};

static const TelarHelpPassage inputs[] = {
  { .text = N_ ("Write one input on each line. A line that begins with <tt>#</tt> is a "
                "comment. A line that is not understood is marked where it stands, with the "
                "reason, and the plan is not run until it is mended.") },
  { .heading = N_ ("Pages") },
  { .text = N_ ("An address with <tt>http:</tt> or <tt>https:</tt>. With <tt>demo:</tt> in "
                "front it is a page of the built-in demo site, which needs no network: "
                "<tt>demo:arxiv.org/</tt> answers after a tenth of the time that the "
                "lecture recorded for it.") },
  { .text = N_ ("<tt>demo:page?delay=0.25&amp;size=10000&amp;headings=5</tt> is a page made "
                "to measure: it answers after a quarter of a second, with so many bytes and "
                "headings. <tt>status=503</tt> and <tt>fault=reset</tt> (or "
                "<tt>truncate</tt>, <tt>stall</tt>, <tt>drip</tt>, <tt>garbage</tt>, "
                "<tt>redirect-loop</tt>) show how failures look.") },
  { .heading = N_ ("Numbers") },
  { .text = N_ ("Whole numbers, several on a line if you like: <tt>1 2 3 4 5</tt> or "
                "<tt>1,2,3</tt>. <tt>1..100</tt> is a range, <tt>0..100..5</tt> one in "
                "steps of five.") },
  { .text = N_ ("Among any inputs, pages too, <tt>primes(1000000)</tt>, "
                "<tt>fibonacci(30)</tt>, <tt>sha256(100000)</tt> and <tt>pi(1000000)</tt> "
                "are tasks that compute.") },
  { .heading = N_ ("Dependencies") },
  { .text = N_ ("<tt>B = 4 after A1 A2</tt> gives the input 4 the name B, and lets it begin "
                "once A1 and A2 have succeeded. Each strategy begins such a task as soon as "
                "that is so and a worker is free. If one of them fails, B is skipped. Tasks "
                "that wait for each other in a circle are an error, which names them.") },
  { .text = N_ ("<b>Graph</b> above the inputs draws which task waits for which others, "
                "before anything is run.") },
};

static const TelarHelpPassage workloads[] = {
  { .heading = N_ ("Pages: mostly waiting") },
  { .term = N_ ("Headings"),
    .text = N_ ("Fetches each page with libsoup, finds its headings <tt>h1</tt> to "
                "<tt>h6</tt> with a regular expression (PCRE2), and counts its characters. "
                "<b>Pattern</b> chooses the expression: all headings as a browser finds "
                "them, the plain pattern of the lecture, or one of your own.") },
  { .term = N_ ("Characters"),
    .text = N_ ("Fetches each page and counts the characters of its text as they are, tags "
                "and all.") },
  { .heading = N_ ("Numbers: only waiting") },
  { .term = N_ ("Hello, wait, world"),
    .text = N_ ("Says hello, sleeps, and says world. <b>Seconds of Sleep</b> tells for how "
                "long.") },
  { .term = N_ ("Sleep and square"),
    .text = N_ ("Sleeps for so many seconds, then squares the number: work that costs time "
                "but no processor.") },
  { .heading = N_ ("Numbers: only computing") },
  { .term = N_ ("Primes"), .text = N_ ("Counts the primes up to the number, by trial division.") },
  { .term = N_ ("Fibonacci"),
    .text = N_ ("Computes the Fibonacci number of that index by plain recursion; each index "
                "takes about 1.6 times as long as the one before.") },
  { .term = N_ ("SHA-256"),
    .text = N_ ("Takes the SHA-256 of nothing, then of what came out, as often as the "
                "number says (<tt>GChecksum</tt>).") },
  { .term = N_ ("Monte Carlo π"),
    .text = N_ ("Estimates π from so many random points, which are the same every time.") },
  { .term = N_ ("Race"),
    .text = N_ ("Adds one to a counter that all tasks share, as often as the number says; "
                "see <a href=\"topic:sharing\">What Threads Share</a>.") },
  { .heading = N_ ("Parameters") },
  { .term = N_ ("Yield Every (ms)"),
    .text = N_ ("In Async, a task that computes gives control back to the event loop "
                "whenever so much time has passed. With 0 it never does, and nothing else "
                "goes on until it ends.") },
  { .text = N_ ("How pages are fetched, for every plan, is in the Preferences: the time "
                "limit and the largest size of a page, how many redirects are followed, how "
                "many pages of one host are fetched at once, and how Telar names itself to "
                "servers.") },
};

static const TelarHelpPassage sharing[] = {
  { .heading = N_ ("The interpreter lock") },
  { .term = N_ ("Interpreter Lock (Simulation)"),
    .text = N_ ("Programs in C have no such lock. Telar simulates that of CPython for "
                "Threads, as it works since version 3.2: a thread computes only while it "
                "holds the lock, and gives it up while it sleeps or waits for a page. The "
                "other strategies do not heed it.") },
  { .term = N_ ("Switch Interval of the Lock (ms)"),
    .text = N_ ("A thread that wants the lock waits for so long, 5 ms at first as in "
                "CPython, and then asks its holder to give it up. So <a "
                "href=\"topic:phases\">holding the lock and waiting for it</a> alternate in "
                "the chart, and tasks that compute take as long as one after another. In "
                "Python it is <tt>sys.setswitchinterval()</tt>.") },
  { .heading = N_ ("One Core") },
  { .term = N_ ("One Core"),
    .text = N_ ("Binds all threads or processes of the run to one core "
                "(<tt>sched_setaffinity()</tt>). They advance in turns, which looks "
                "simultaneous from afar. Choose the colours by core in the menu beneath the "
                "chart to see on which core each span began.") },
  { .heading = N_ ("A race condition") },
  { .text = N_ ("To add one to a counter is three steps: read, add, write. If another "
                "thread writes between the first and the last, its addition is overwritten "
                "and lost. The results say what was expected, what was found, and how much "
                "was lost.") },
  { .term = N_ ("No guard"),
    .text = N_ ("Threads read and write without regard to each other. Now and then, between "
                "a read and a write, a thread lets another go first "
                "(<tt>sched_yield()</tt>), as the system itself does at any instant: so the "
                "losses are seen on one core, too.") },
  { .term = N_ ("Mutex"),
    .text = N_ ("A <tt>GMutex</tt> lets one thread at a time add. Nothing is lost, but "
                "threads wait for it, which the chart shows. In Python: "
                "<tt>threading.Lock</tt>.") },
  { .term = N_ ("Atomic addition"),
    .text = N_ ("The processor does the three steps as one. Nothing is lost and nobody "
                "waits for a lock.") },
  { .text = N_ ("In Processes there is a counter for each process, as they share no memory; "
                "so nothing can be lost between them.") },
};

static const TelarHelpPassage chart[] = {
  { .text = N_ ("Time goes from left to right, from the start of the run. Each row is a "
                "lane, which belongs to a worker, or, if you choose so in the menu beneath "
                "the chart, to a task. A bar is a task; its colours are its <a "
                "href=\"topic:phases\">phases</a>, which the legend names.") },
  { .heading = N_ ("Rows, colours and lines") },
  { .text = N_ ("Instead of the phase, the colour can tell the task, the outcome, or the "
                "core on which the span began. Where it tells another thing than the phase, "
                "spans that wait are pale. Where several share a pixel, the colour is that "
                "of what takes most of it, or the one that the legend calls several.") },
  { .text = N_ ("The thin line before a bar is the time in which the task was ready and "
                "waited for a worker. Other lines lead from the end of a task to those that "
                "wait for it; the chain in a colour of its own is the <a "
                "href=\"topic:figures\">critical path</a>.") },
  { .term = N_ ("Event loop"),
    .text = N_ ("In Async the lanes are the places, and one more shows when the loop’s only "
                "thread was busy rather than waiting for something to happen. Stretches "
                "shorter than 0.04 ms are left out. Where it is filled for long, the loop "
                "is blocked.") },
  { .term = N_ ("Running"),
    .text = N_ ("The upper strip beneath the lanes: how many tasks had begun and not yet "
                "ended, at each instant.") },
  { .term = N_ ("Waiting"),
    .text = N_ ("The lower strip: how many tasks were ready to begin, and waited for a "
                "worker.") },
  { .heading = N_ ("Moving about") },
  { .text = N_ ("The wheel zooms at the pointer, dragging moves; <b>+</b> and <b>−</b> (or "
                "W and S) zoom, A and D move, Home and End lead to both ends, <b>0</b> "
                "shows the whole run, and <b>L</b> follows a run that goes on. The overview "
                "beneath the chart always shows the whole run: drag its lens to move, or "
                "one of its edges to zoom.") },
  { .text = N_ ("Point at a bar, or walk from bar to bar with the arrow keys and Tab, to "
                "read what the task cost; <b>F</b> zooms to it. Drag along the time axis, "
                "or press <b>M</b> on a task and go on with Shift and the arrow keys, to "
                "measure a time; <b>Z</b> zooms to it and Escape ends it.") },
};

static const TelarHelpPassage phases[] = {
  { .text = N_ ("A phase is what a task is at. Its colour is the same in every chart of the "
                "same style, light or dark.") },
  { .heading = N_ ("Before a task") },
  { .term = N_ ("Queued"),
    .text = N_ ("The task is ready, but no worker is free for it: the thin line before its "
                "bar.") },
  { .term = N_ ("Start of the worker"),
    .text = N_ ("In Processes: a worker process starts, from its launch until it is ready.") },
  { .heading = N_ ("Fetching a page") },
  { .term = N_ ("DNS"),
    .text = N_ ("The name of the host is looked up. This phase and the next ones begin when "
                "libsoup tells so, by the signals <tt>network-event</tt> and "
                "<tt>starting</tt> of the <tt>SoupMessage</tt>.") },
  { .term = N_ ("Connect"), .text = N_ ("A connection is made, or the task waits for one.") },
  { .term = N_ ("TLS"),
    .text = N_ ("Both sides agree on the encryption of an <tt>https:</tt> connection.") },
  { .term = N_ ("Wait"), .text = N_ ("The request is sent, and its answer has not begun.") },
  { .term = N_ ("Receive"), .text = N_ ("The answer comes in.") },
  { .heading = N_ ("Working and waiting") },
  { .term = N_ ("Compute"),
    .text = N_ ("The task keeps a core busy: it counts, hashes, or looks for headings.") },
  { .term = N_ ("Sleep"), .text = N_ ("The task does nothing for a time, and needs no core.") },
  { .term = N_ ("Hold the lock (simulated)"),
    .text = N_ ("The task computes, and holds the simulated interpreter lock meanwhile.") },
  { .term = N_ ("Wait for the lock"),
    .text = N_ ("Another thread holds the lock: that of the interpreter, or the mutex of "
                "the counter.") },
  { .term = N_ ("Wait for the core"),
    .text = N_ ("With one core: the task could compute, but for more than a millisecond "
                "others had the core.") },
  { .term = N_ ("Wait for the loop"),
    .text = N_ ("In Async: the task could go on, but it is another’s turn in the event "
                "loop.") },
  { .term = N_ ("Event loop"), .text = N_ ("In the lane of the loop: its thread is busy.") },
  { .term = N_ ("Execution"),
    .text = N_ ("In a run of another program that was opened: the task was under way, and "
                "more is not known.") },
};

static const TelarHelpPassage figures[] = {
  { .text = N_ ("All times are taken from one clock that never jumps "
                "(<tt>CLOCK_MONOTONIC</tt>), in nanoseconds. A worker process tells by what "
                "its clock differs.") },
  { .heading = N_ ("Time") },
  { .term = N_ ("Wall time"),
    .text = N_ ("From the start of the run until its last task ended, the start of threads "
                "and processes included: what a clock on the wall would show.") },
  { .term = N_ ("CPU user"),
    .text = N_ ("Processor time of the workers’ own code. It is read from the system for "
                "each thread (<tt>getrusage()</tt> with <tt>RUSAGE_THREAD</tt>) or worker "
                "process, so drawing the window is not counted.") },
  { .term = N_ ("CPU system"),
    .text = N_ ("Processor time that the operating system used for the workers: for "
                "connections, files, switches.") },
  { .term = N_ ("CPU total"),
    .text = N_ ("User and system time together. It is exact; how it divides into the two is "
                "the system’s estimate. With several cores it can exceed the wall time.") },
  { .heading = N_ ("Concurrency") },
  { .term = N_ ("Peak at once"),
    .text = N_ ("How many tasks were under way at the same time at most, waiting or not. A "
                "comparison calls it Peak tasks.") },
  { .term = N_ ("Mean tasks"),
    .text = N_ ("The durations of all tasks together, divided by the wall time: how many "
                "were under way at an average instant (Little’s law).") },
  { .term = N_ ("Speed-up"),
    .text = N_ ("How many times as fast as the reference a run was: the wall time of the "
                "reference divided by its own. The reference is Sequential; where that was "
                "not run, one worker, or else the slowest run.") },
  { .term = N_ ("Efficiency"),
    .text = N_ ("The speed-up divided by the number of workers; where the reference had "
                "several, too, by how many times as many there were. If all of them were of "
                "full use, it is 100 %.") },
  { .term = N_ ("Critical path"),
    .text = N_ ("The longest chain of tasks of which each waits for the one before, by how "
                "long they took in this run; without dependencies, the longest task. No "
                "number of workers makes the run shorter than this.") },
  { .term = N_ ("Overhead"), .text = N_ ("What the wall time exceeds the critical path by.") },
  { .heading = N_ ("What came of it") },
  { .term = N_ ("Tasks failed"),
    .text = N_ ("How many tasks ended with an error; each is shown in its row of the "
                "results.") },
  { .term = N_ ("Expected"),
    .text = N_ ("For Race: how often the tasks were to add one to their counter.") },
  { .term = N_ ("Found"),
    .text = N_ ("For Race: what the counter stood at after the last addition.") },
  { .term = N_ ("Lost updates"),
    .text = N_ ("The difference: how many additions others overwrote.") },
  { .term = N_ ("Memory"),
    .text = N_ ("By how much the run made the memory of the program grow at its peak, the "
                "worker processes included; <tt>telar run</tt> prints it. It is read from "
                "the system (<tt>VmHWM</tt> and <tt>VmRSS</tt>), and what else the program "
                "does meanwhile counts too.") },
};

static const TelarHelpPassage verdict[] = {
  { .text = N_ ("After a run a word above the chart says what held it up, and a click on it "
                "explains why, with the figures of this run.") },
  { .text = N_ ("It compares the processor time of the tasks with how long they took. The "
                "time in which a task only waited for its turn, at the event loop, a lock "
                "or the core, does not count as its own.") },
  { .heading = N_ ("What it can say") },
  { .term = N_ ("I/O-bound"),
    .text = N_ ("Tasks computed less than a quarter of their time: they waited. Async or "
                "Threads suit.") },
  { .term = N_ ("CPU-bound"),
    .text = N_ ("Tasks computed for at least three quarters of their time, or kept their "
                "cores nearly always busy. Threads or Processes suit, up to the number of "
                "cores; with an interpreter lock, Processes.") },
  { .term = N_ ("Mixed"), .text = N_ ("Something in between.") },
  { .term = N_ ("Not known"),
    .text = N_ ("No task began, the run was too short (less than 5 ms), or its processor "
                "time is not known.") },
  { .text = N_ ("Remarks tell of what else is worth knowing: a critical path that takes "
                "most of the wall time, an event loop blocked for 50 ms or more, lost "
                "additions, or a long start of the processes.") },
};

static const TelarHelpPassage comparing[] = {
  { .text = N_ ("<b>Run With Every Strategy</b> in the main menu (Ctrl+Shift+Enter) executes the "
                "plan by the four strategies in turn. <b>Run a Series…</b> lets you choose "
                "strategies and numbers of workers, how often each is repeated, and how "
                "often it is run before to warm up, which does not count.") },
  { .text = N_ ("Every run is kept in the list under <b>Runs</b>, beside the plan. Choose "
                "several there, or <b>Compare With What Is Shown</b> in the menu of one, to "
                "see them together.") },
  { .heading = N_ ("What a comparison shows") },
  { .text = N_ ("The charts on the same scale of time, a table of <a "
                "href=\"topic:figures\">figures</a>, and bars of the wall times. Of "
                "repeated runs the bar is the median and the whisker reaches from the "
                "shortest to the longest; the table tells the standard deviation.") },
  { .text = N_ ("With several numbers of workers, a curve shows how the speed-up grows. "
                "Beside it is Amdahl’s law, 1 / (f + (1 − f) / n) for n workers, with the "
                "serial share f that fits best: no number of workers is faster than 1 / f.") },
  { .text = N_ ("Only runs of the same plan are compared with each other, and only those "
                "that came to their end with as many successes.") },
};

static const TelarHelpPassage documents[] = {
  { .text = N_ ("Every run is saved in the history by itself, and listed beside the plan, "
                "where it can be searched for, renamed, pinned, compared and deleted. The "
                "Preferences say how many are kept; pinned ones stay.") },
  { .heading = N_ ("Save and export") },
  { .text = N_ ("<b>Save Run…</b> (Ctrl+S) in the main menu writes the run that is shown, or all "
                "that are compared, as one document (<tt>.json</tt>) that Telar can open again. "
                "<b>Save…</b> in the menu of a run in the list saves that run, or all that are "
                "chosen there.") },
  { .text = N_ ("<b>Export…</b> (Ctrl+E) writes the chart as PNG, SVG or PDF, just as it is "
                "seen; the table of tasks as CSV; the run as JSON; its trace events for "
                "Perfetto (<tt>.trace.json</tt>); and its requests as an HTTP archive "
                "(<tt>.har</tt>), which browsers read.") },
  { .heading = N_ ("Open") },
  { .text = N_ ("Use <b>Open…</b> (Ctrl+O) or <b>Open Recent</b> in the main menu, or drop files "
                "on the window; Telar sees from its content what a file is. Runs that Telar wrote "
                "as JSON are added to the list, unless they are there, and shown, several of them "
                "as a comparison; the plan becomes that of the run, so that it can be run again. A "
                "text with an input on each line becomes the inputs.") },
  { .text = N_ ("What other programs recorded can be opened too: trace events in the format of "
                "Chrome, and the job log of GNU Parallel. A file that is broken changes nothing, "
                "and a message says what is wrong with it.") },
  { .term = N_ ("Imported"),
    .text = N_ ("The workload of a run of another program: it can be looked at and "
                "compared, but not run again.") },
};

static const TelarHelpPassage examples[] = {
  { .text = N_ ("<b>Examples</b> in the header bar has what the lecture showed, one click "
                "away. <b>All Examples</b> opens the gallery: each with what it shows, "
                "what to look at in the chart, and the times that the lecture recorded "
                "beside those just measured.") },
  { .text = N_ ("The lecture was recorded on another computer, years ago: compare how the "
                "strategies relate to each other rather than the seconds.") },
  { .heading = N_ ("Exercises") },
  { .text = N_ ("<b>Exercises</b> in the same menu asks before it runs: in which order do "
                "the strategies finish, or how long does one of them take? Put the ways in "
                "order or enter a time, run it, and read what came out, and why.") },
};

static const TelarHelpPassage command_line[] = {
  { .text = N_ ("The same program runs without a window or a display. <tt>telar run "
                "--help</tt> lists all options, and <tt>man telar</tt> explains them.") },
  { .command = "telar run --strategy=async demo:arxiv.org/ demo:projecteuler.net/",
    .text = N_ ("Fetches two demo pages at once, and prints their headings, the CPU times "
                "and the wall time.") },
  { .command = "telar run --strategy=all --workload=primes 3000000 3000000",
    .text = N_ ("Counts primes by all four strategies in turn, and compares them.") },
  { .command = "telar run --workers=1..4 --repeat=5 --comparison=speed.svg "
               "--inputs=numbers.txt",
    .text = N_ ("Runs a list of inputs with one to four workers, five times each, and draws "
                "the comparison.") },
  { .command = "telar demo-site",
    .text = N_ ("Serves the demo pages on 127.0.0.1 and prints their address, for other "
                "programs to fetch.") },
  { .text = N_ ("Where Telar is installed as a Flatpak, write <tt>flatpak run "
                "io.github.telar.Telar</tt> instead of <tt>telar</tt>.") },
};

#define PASSAGES(array) .passages = array, .n_passages = G_N_ELEMENTS (array)

const TelarHelpTopic telar_help_topics[TELAR_N_HELP_TOPICS] = {
  { .name = "words", .title = N_ ("The Words of Telar"), PASSAGES (words) },
  { .name = "strategies", .title = N_ ("Strategies"), PASSAGES (strategies) },
  { .name = "inputs", .title = N_ ("Inputs"), PASSAGES (inputs) },
  { .name = "workloads", .title = N_ ("Workloads and Parameters"), PASSAGES (workloads) },
  { .name = "sharing", .title = N_ ("What Threads Share"), PASSAGES (sharing) },
  { .name = "chart", .title = N_ ("Reading the Chart"), PASSAGES (chart) },
  { .name = "phases", .title = N_ ("Phases"), PASSAGES (phases) },
  { .name = "figures", .title = N_ ("Figures"), PASSAGES (figures) },
  { .name = "verdict", .title = N_ ("The Verdict"), PASSAGES (verdict) },
  { .name = "comparing", .title = N_ ("Comparisons and Series"), PASSAGES (comparing) },
  { .name = "documents", .title = N_ ("Runs, Documents and Exports"), PASSAGES (documents) },
  { .name = "examples", .title = N_ ("Examples and Predictions"), PASSAGES (examples) },
  { .name = "command-line", .title = N_ ("The Command Line"), PASSAGES (command_line) },
};
