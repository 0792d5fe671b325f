//! A thread for each document. Typst lays out pages on the threads of the pool that it is called in; a thread that waits
//! there takes up the next letter meanwhile, within the first, and so on until its stack is full. On a thread of its own,
//! which is a pool of one, a document waits for nobody else's.

use std::thread;

use rayon::ThreadPoolBuilder;

/// Bytes of the stack: deeply nested layouts go deep.
const STACK: usize = 16 << 20;

/// Does it on a thread of its own, and waits for it.
pub fn run<T: Send>(work: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    let alone = || {
        let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        // The pool is this thread's until it ends.
        let _pool = pool.map_err(|error| error.to_string())?;
        work()
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, alone);
        thread.map_err(|error| error.to_string())?.join().unwrap_or_else(|_| Err("the layout panicked".to_owned()))
    })
}
