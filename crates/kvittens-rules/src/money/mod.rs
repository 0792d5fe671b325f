//! Minutes and kronor: how services are paid for, how much registered time and pay the open findings are about, and how
//! what was granted, planned, performed and billed stand to each other. Time is whole seconds and pay whole öre; a total
//! is rounded once, when it is asked for.

pub mod compare;
pub mod divide;
pub mod measures;
pub mod pay;
pub mod prices;
pub mod question;

pub use compare::{Comparison, Figures};
pub use pay::{Model, Pay, PayError, Payment, Rate};
pub use question::{Questioned, Sum};
