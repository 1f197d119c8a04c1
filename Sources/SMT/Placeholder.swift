// SMT
